package io.consilium.standalone.command;

import io.consilium.record.ModelChange;
import io.consilium.version.LogEntry;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import java.time.Duration;
import java.util.Optional;

/** Writes a decision to the models log and waits until a worker has said what became of its version. */
final class ModelDecision {
    private static final Duration POLL = Duration.ofMillis(200);

    private final VersionLog log;
    private final Output output;
    private final boolean json;
    private final Duration patience;

    /** @param patience how long a worker may take to load and try the version */
    ModelDecision(VersionLog log, Output output, boolean json, Duration patience) {
        this.log = log;
        this.output = output;
        this.json = json;
        this.patience = patience;
    }

    /** @return the exit code */
    int carryOut(ModelChange change) {
        LogEntry entry = log.publish(change);
        if (!entry.counts()) {
            return told(entry, "Refused: " + entry.refusal() + ".", Failures.INCOMPLETE);
        }
        String version = ModelView.brief(change.getVersion());
        RoleVersions role = await(change);
        Optional<VersionState> state = role.state(change.getVersion());
        if (state.equals(Optional.of(VersionState.READY))) {
            String alias = ModelView.alias(role, change.getVersion());
            return told(entry, version + " is now " + alias + " of " + change.getRole() + ".", 0);
        }
        if (state.equals(Optional.of(VersionState.FAILED))) {
            String reason = role.known().get(change.getVersion()).reason();
            return told(entry, version + " failed, the champion goes on: " + reason, Failures.INCOMPLETE);
        }
        return told(
                entry,
                "No worker has said within " + patience.toSeconds() + " s that " + version
                        + " is ready; until one does, the champion goes on.",
                Failures.INCOMPLETE);
    }

    private RoleVersions await(ModelChange change) {
        long until = System.nanoTime() + patience.toNanos();
        RoleVersions role = log.now().role(change.getRole());
        while (role.state(change.getVersion()).equals(Optional.of(VersionState.AT_REST)) && System.nanoTime() < until) {
            role = log.next(POLL).role(change.getRole());
        }
        return role;
    }

    private int told(LogEntry entry, String words, int exitCode) {
        if (json) {
            output.json(ModelView.json(entry));
            output.remark(words);
        } else {
            output.say(words);
        }
        return exitCode;
    }
}
