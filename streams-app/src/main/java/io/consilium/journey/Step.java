package io.consilium.journey;

import io.consilium.digest.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What one event led to.
 *
 * @param state empty when there is no journey, before as after
 * @param commands in the order in which they are to be carried out
 * @param note the journal's line
 */
public record Step(Optional<JourneyState> state, List<Command> commands, Note note) {

    /**
     * What the journal says of a step.
     *
     * @param changed whether the journey moved; a repeated or late event moves nothing
     */
    public record Note(String event, String from, String to, String remark, boolean changed) {}

    /** Equal for equal steps: an auditor who runs the journey again compares it. */
    public String hash() {
        String[] parts = new String[commands.size() + 2];
        parts[0] = note.from();
        parts[1] = note.to();
        for (int i = 0; i < commands.size(); i++) {
            parts[i + 2] = commands.get(i).fingerprint();
        }
        return Digest.of(parts);
    }
}
