package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.version.RoleVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "promote",
        description =
                "Makes a version a role's champion, as soon as a worker has loaded and tried it. Cases that are open"
                        + " end with the version that they began with.")
final class ModelPromoteCommand implements Callable<Integer> {
    /** What fits into a record together with the rest. */
    private static final int MOST_EVIDENCE = 900_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Mixin
    private DecisionOptions decision;

    @Parameters(paramLabel = "VERSION", description = "content hash, or the beginning of one")
    private String version;

    @Option(names = "--by", required = true, description = "who decides it")
    private String by;

    @Option(names = "--evidence", paramLabel = "FILE", required = true, description = "the gate's evidence record")
    private Path evidence;

    @Override
    public Integer call() {
        String text = evidence();
        return models.use(log -> {
            RoleVersions role = ModelLog.role(log, decision.role());
            return new ModelDecision(log, new Output(spec), models.json(), decision.patience())
                    .carryOut(DecisionOptions.by(by)
                            .promoted(decision.seen(role), ModelLog.version(role, version), text));
        });
    }

    private String evidence() {
        try {
            String text = Files.readString(evidence);
            if (!text.isBlank() && text.length() <= MOST_EVIDENCE) {
                return text;
            }
            throw unusable("it has " + text.length() + " characters; 1 to " + MOST_EVIDENCE + " are wanted");
        } catch (IOException e) {
            throw unusable("it cannot be read: " + e);
        }
    }

    private ConfigurationException unusable(String why) {
        return new ConfigurationException(
                "The evidence cannot be used", List.of("--evidence " + evidence + ": " + why));
    }
}
