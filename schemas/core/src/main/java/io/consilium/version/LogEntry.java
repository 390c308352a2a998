package io.consilium.version;

import io.consilium.record.ModelChange;
import java.util.Optional;

/**
 * A change as it stands in a role's history.
 *
 * @param refusal why it does not count; empty when it does
 * @param champion the role's champion after it
 */
public record LogEntry(ModelChange change, String refusal, Optional<String> champion) {

    public boolean counts() {
        return refusal.isEmpty();
    }
}
