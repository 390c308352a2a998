package io.consilium.standalone.command;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.gate.PolicyFile;
import io.consilium.trainer.gate.Promotion;
import io.consilium.version.RoleVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    @Option(names = "--policy", paramLabel = "FILE", description = "the gate's policy (default: the built-in one)")
    private Optional<Path> policy = Optional.empty();

    @Option(names = "--departments", paramLabel = "FILE", description = "departments.yaml (default: the bundled one)")
    private Optional<Path> departments = Optional.empty();

    @Override
    public Integer call() {
        String text = evidence();
        return models.use(log -> {
            RoleVersions role = ModelLog.role(log, decision.role());
            String named = ModelLog.version(role, version);
            requireAllowed(role, named, text);
            return new ModelDecision(log, new Output(spec), models.json(), decision.patience())
                    .carryOut(DecisionOptions.by(by).promoted(decision.seen(role), named, text));
        });
    }

    private void requireAllowed(RoleVersions role, String named, String text) {
        Departments catalogue = departments.map(DepartmentsFile::read).orElseGet(DepartmentsFile::bundled);
        PolicyFile rules = policy.map(file -> PolicyFile.read(file, catalogue.names()))
                .orElseGet(() -> PolicyFile.bundled(catalogue.names()));
        List<String> refusals = new Promotion(
                        named,
                        catalogue.roles(role.role()),
                        role.aliases().champion().orElse(""),
                        by)
                .refusals(rules, text);
        if (!refusals.isEmpty()) {
            throw new ConfigurationException("The version is not promoted", refusals);
        }
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
