package io.consilium.standalone.command;

import io.consilium.department.DepartmentsFile;
import io.consilium.standalone.learn.Learn;
import io.consilium.standalone.learn.LearnSettings;
import io.consilium.trainer.gate.PolicyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "learn",
        description =
                "Closes the loop on synthetic cases in this process: cases flow, outcomes are confirmed, triage and"
                        + " attending physician are trained, gated, published and swapped in while cases flow, and fresh cases"
                        + " show the difference.")
public final class LearnCommand implements Callable<Integer> {
    private static final List<String> VALUES = List.of("learning_rate=1e-4");

    @Spec
    private CommandSpec spec;

    @Option(names = "--demo", description = "on synthetic cases, whose answers are known")
    private boolean demo;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "300",
            description = "to learn from, of each of the three in-domain sets (default: ${DEFAULT-VALUE})")
    private int cases;

    @Option(
            names = "--fresh",
            paramLabel = "N",
            defaultValue = "70",
            description = "to measure with, of each of the five sets (default: ${DEFAULT-VALUE})")
    private int fresh;

    @Option(names = "--seed", defaultValue = "1", description = "of the cases (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one value of the training configuration (default: learning_rate=1e-4)")
    private List<String> values = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "the gate's policy (default: the built-in one)")
    private Optional<Path> policy = Optional.empty();

    @Option(
            names = "--by",
            defaultValue = "ml-engineer",
            description = "who promotes; the policy has to name them (default: ${DEFAULT-VALUE})")
    private String by;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "learn-demo",
            description =
                    "a new or empty directory for the page, the runs and the evidence (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--json", description = "the result as one JSON object on standard output")
    private boolean json;

    @Override
    public Integer call() {
        if (!demo) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Only --demo learns by itself. With cases of your own: consilium train curriculum --bootstrap …, then"
                            + " gate, model import and model promote.");
        }
        List<String> departments = DepartmentsFile.bundled().names();
        List<String> configuration = new ArrayList<>(VALUES);
        configuration.addAll(values);
        LearnSettings settings = new LearnSettings(
                cases,
                fresh,
                seed,
                configuration,
                policy.map(file -> PolicyFile.read(file, departments)).orElseGet(() -> PolicyFile.bundled(departments)),
                by,
                out);
        Output output = new Output(spec);
        Learn.Result result = new Learn(settings, output).run();
        if (json) {
            output.json(result.json());
        } else {
            output.say(result.text());
        }
        return result.complete() ? 0 : Failures.INCOMPLETE;
    }
}
