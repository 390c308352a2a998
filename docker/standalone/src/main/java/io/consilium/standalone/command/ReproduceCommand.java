package io.consilium.standalone.command;

import io.consilium.problem.FatalException;
import io.consilium.standalone.service.Commit;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.Release;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.reproduce.Findings;
import io.consilium.trainer.reproduce.Reproduction;
import io.consilium.trainer.reproduce.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reproduce",
        description = "Makes the paper's tables on synthetic pictures: frozen pipeline, SFT, RFT, GRPO, C-MARL and its"
                + " ablations, by the same rules on the same cases. Stopped and run again it goes on.")
public final class ReproduceCommand implements Callable<Integer> {
    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "reproduction",
            description = "results and checkpoints; a new directory, or one to go on in (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--quick", description = "one seed, few cases, few steps: minutes, and figures that mean nothing")
    private boolean quick;

    @Option(names = "--study", paramLabel = "FILE", description = "another study than the bundled ones (YAML)")
    private Path file;

    @Option(names = "--seeds", paramLabel = "N", description = "default: that of the study, 3")
    private Integer seeds;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "one value of the study, such as cases.test=100")
    private List<String> values = List.of();

    @Option(names = "--generalist", paramLabel = "DIR", description = "default: the bundled starter")
    private Path generalist;

    @Option(names = "--specialist", paramLabel = "DIR", description = "default: the bundled starter")
    private Path specialist;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--json", description = "one JSON object on standard output: that of DIR/reproduce.json")
    private boolean json;

    @Option(names = "--markdown", description = "the tables in Markdown, for a README")
    private boolean markdown;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        Path models = Home.find().models();
        Reproduction.Starters starters = new Reproduction.Starters(
                generalist == null ? models.resolve("generalist") : generalist,
                specialist == null ? models.resolve("specialist") : specialist);
        Findings findings = new Reproduction(study(), starters, out.toAbsolutePath(), surroundings(output)).run();
        write("reproduce.json", findings.json().toPrettyString() + "\n");
        write("reproduce.html", findings.html());
        if (json) {
            output.json(findings.json());
        } else {
            output.say(markdown ? findings.markdown() : findings.text());
            output.say("page: " + out.resolve("reproduce.html") + ", checkpoints: " + out.resolve("models"));
        }
        return 0;
    }

    private Configuration study() {
        List<String> overrides = new ArrayList<>(values);
        if (seeds != null) {
            overrides.add("seeds=" + seeds);
        }
        return file == null ? Reproduction.bundled(quick, overrides) : Configuration.read(file, Map.of(), overrides);
    }

    private Surroundings surroundings(Output output) {
        return new Surroundings(
                threads,
                Commit.of(Home.find().directory()),
                Release.VERSION,
                InstantSource.system(),
                output.isTerminal() ? Duration.ZERO : PLAIN_LINE_EVERY,
                output.isTerminal() ? output::progress : output::remark,
                output::remark);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(out.resolve(name), text);
        } catch (IOException e) {
            throw new FatalException(out.resolve(name) + " cannot be written: " + e, e);
        }
    }
}
