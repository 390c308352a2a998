package io.consilium.worker;

import io.consilium.version.KnownVersion;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which versions cases may ask for: those with an alias, and those retired so lately that a case may still be open which
 * pinned them.
 *
 * @param grace how long a case may be open
 */
record Servable(Collection<String> roles, Duration grace) {

    Set<String> versions(VersionBook book, Instant now) {
        Set<String> versions = new HashSet<>();
        for (String name : roles) {
            RoleVersions role = book.role(name);
            versions.addAll(role.aliases().versions());
            role.known().forEach((version, known) -> {
                if (mayBePinned(known, now)) {
                    versions.add(version);
                }
            });
        }
        return versions;
    }

    private boolean mayBePinned(KnownVersion known, Instant now) {
        return known.retiredAt().filter(at -> now.isBefore(at.plus(grace))).isPresent();
    }
}
