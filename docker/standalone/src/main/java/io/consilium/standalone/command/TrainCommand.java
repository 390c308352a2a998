package io.consilium.standalone.command;

import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.EffectiveConfiguration;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.report.Report;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.RunSettings;
import io.consilium.trainer.starter.Recipe;
import io.consilium.trainer.starter.StarterRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains models.")
public final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? See consilium train --help.");
    }

    @Command(
            name = "starter",
            description =
                    "Makes a starter checkpoint from random weights, on synthetic pictures: tokenizer, weights, report.")
    int starter(
            @Option(names = "--which", paramLabel = "NAME", required = true, description = "generalist or specialist")
                    String which,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "the run's directory") Path out,
            @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}") long seed,
            @Option(names = "--share", defaultValue = "1", description = "of the recipe's steps") double share,
            @Option(names = "--threads", defaultValue = "2") int threads,
            @Option(names = "--resume", description = "go on with the run in the directory") boolean resume) {
        Output output = new Output(spec);
        PhantomSeeds.forTraining(seed);
        Recipe recipe = which.equals("generalist") ? Recipe.generalist() : Recipe.specialist();
        StarterRun run = new StarterRun(share == 1 ? recipe : recipe.shortened(share), seed, threads);
        EffectiveConfiguration none =
                Configuration.of(Map.of(), List.of()).settle(section -> "").effective();
        RunIdentity identity =
                new RunIdentity("starter", recipe.name(), none, seed, "phantoms", "unknown", "0.1.0", threads);
        RunSettings settings = new RunSettings(2, Set.of(), InstantSource.system(), output::remark);
        try (RunDirectory directory =
                resume ? RunDirectory.resume(out, identity, settings) : RunDirectory.create(out, identity, settings)) {
            Path model = run.run(directory, run.settings(100, Duration.ofSeconds(10), output::remark));
            Report.write(out);
            output.say("trained " + model);
        }
        return 0;
    }
}
