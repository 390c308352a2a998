package io.consilium.standalone.command;

import io.consilium.model.vlm.RandomCheckpoint;
import io.consilium.model.vlm.Verify;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = "Works on checkpoints, and on the model versions of a running service.",
        subcommands = {
            ModelListCommand.class,
            ModelImportCommand.class,
            ModelPromoteCommand.class,
            ModelChallengeCommand.class,
            ModelRollbackCommand.class,
            ModelHistoryCommand.class,
            ModelCompareCommand.class,
            ModelServedAtCommand.class,
            ModelPruneCommand.class
        })
public final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? See consilium model --help.");
    }

    @Command(
            name = "verify",
            description =
                    "Holds a checkpoint against reference outputs of Transformers; exit code 0 only if all checks hold.")
    int verify(
            @Option(names = "--model", paramLabel = "DIR", required = true, description = "the checkpoint") Path model,
            @Option(
                            names = "--reference",
                            paramLabel = "DIR",
                            required = true,
                            description = "cases.json, images/ and expected.safetensors")
                    Path reference) {
        Output output = new Output(spec);
        Verify.Report report = Verify.run(model, reference);
        for (Verify.Check check : report.checks()) {
            output.say(String.format(
                    Locale.ROOT,
                    "%-4s %-44s worst %.2e, allowed %.2e",
                    check.passed() ? "ok" : "BAD",
                    check.name(),
                    check.worst(),
                    check.tolerance()));
        }
        long bad = report.checks().stream().filter(check -> !check.passed()).count();
        output.say(report.checks().size() + " checks, " + bad + " failed.");
        return report.passed() ? 0 : Failures.INCOMPLETE;
    }

    @Command(
            name = "random",
            description =
                    "Writes a bfloat16 checkpoint with random weights in a configuration's size, for tests of that size.")
    int random(
            @Option(names = "--config", paramLabel = "FILE", required = true, description = "a config.json")
                    Path config,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "where the checkpoint goes")
                    Path out,
            @Option(names = "--tokenizer", paramLabel = "DIR", description = "a checkpoint whose tokenizer to take")
                    Path tokenizer,
            @Option(names = "--seed", defaultValue = "0", description = "default: ${DEFAULT-VALUE}") long seed) {
        RandomCheckpoint.write(config, out, Optional.ofNullable(tokenizer), seed);
        new Output(spec).say("wrote " + out);
        return 0;
    }
}
