package io.consilium.standalone.command;

import io.consilium.version.Changes;
import io.consilium.version.RoleVersions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every decision about a role's models says. */
final class DecisionOptions {
    @Option(names = "--role", required = true, description = "the doctor, as departments.yaml names it")
    private String role;

    @Option(
            names = "--at-revision",
            paramLabel = "N",
            description = "refuse if the role is not at this revision any more (default: the one that it is at now)")
    private Optional<Integer> revision;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "how long a worker may take to load and try it (default: ${DEFAULT-VALUE})")
    private long patience;

    String role() {
        return role;
    }

    Duration patience() {
        return Duration.ofSeconds(patience);
    }

    /** The role as the decision takes it to be. */
    RoleVersions seen(RoleVersions now) {
        return revision.map(now::at).orElse(now);
    }

    static Changes by(String name) {
        return new Changes(name, Instant.now());
    }
}
