package io.consilium.version;

import io.consilium.record.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of a role's model that was imported.
 *
 * @param reason why it failed; empty unless it did
 * @param retiredAt when it lost its last alias; empty while it has one, and when it never had one
 */
public record KnownVersion(ModelVersion model, VersionState state, String reason, Optional<Instant> retiredAt) {

    static KnownVersion imported(ModelVersion model) {
        return new KnownVersion(model, VersionState.AT_REST, "", Optional.empty());
    }

    KnownVersion ready() {
        return new KnownVersion(model, VersionState.READY, "", retiredAt);
    }

    KnownVersion failed(String why) {
        return new KnownVersion(model, VersionState.FAILED, why, retiredAt);
    }

    KnownVersion inUse() {
        return new KnownVersion(model, state, reason, Optional.empty());
    }

    KnownVersion retired(Instant at) {
        VersionState next = state == VersionState.FAILED ? state : VersionState.AT_REST;
        return new KnownVersion(model, next, reason, Optional.of(at));
    }
}
