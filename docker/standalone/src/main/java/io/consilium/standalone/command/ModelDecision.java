package io.consilium.standalone.command;

import io.consilium.record.ModelChange;
import io.consilium.standalone.versions.Publication;
import io.consilium.standalone.versions.Publication.Decided;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import java.time.Duration;
import java.util.Optional;

/** Carries a decision about a model version out and tells what became of it. */
final class ModelDecision {
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
        Decided decided = new Publication(log).decide(change, patience);
        String words = words(change, decided);
        if (json) {
            output.json(ModelView.json(decided.entry()));
            output.remark(words);
        } else {
            output.say(words);
        }
        return decided.state().equals(Optional.of(VersionState.READY)) ? 0 : Failures.INCOMPLETE;
    }

    private String words(ModelChange change, Decided decided) {
        if (decided.state().isEmpty()) {
            return "Refused: " + decided.entry().refusal() + ".";
        }
        String version = ModelView.brief(change.getVersion());
        return switch (decided.state().get()) {
            case READY ->
                version + " is now " + ModelView.alias(decided.role(), change.getVersion()) + " of " + change.getRole()
                        + ".";
            case FAILED ->
                version + " failed, the champion goes on: "
                        + decided.role().known().get(change.getVersion()).reason();
            case AT_REST ->
                "No worker has said within " + patience.toSeconds() + " s that " + version
                        + " is ready; until one does, the champion goes on.";
        };
    }
}
