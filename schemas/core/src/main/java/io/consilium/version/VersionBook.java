package io.consilium.version;

import io.consilium.record.ModelChange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the models log says of all roles. Immutable. */
public record VersionBook(Map<String, RoleVersions> roles) {
    public static final VersionBook EMPTY = new VersionBook(Map.of());

    public VersionBook apply(ModelChange change) {
        Map<String, RoleVersions> next = new LinkedHashMap<>(roles);
        next.put(change.getRole(), role(change.getRole()).apply(change));
        return new VersionBook(next);
    }

    /** A role that nothing is known of has no versions. */
    public RoleVersions role(String name) {
        RoleVersions found = roles.get(name);
        return found == null ? RoleVersions.none(name) : found;
    }

    /**
     * Versions whose weights nobody needs any more: in no role that knows them do they have an alias or would be rolled back
     * to, and all roles have left them alone since a time.
     *
     * @param since earlier than any open case can have begun
     */
    public Set<String> removable(Instant since) {
        Set<String> removable = new TreeSet<>();
        roles.values().forEach(role -> removable.addAll(role.known().keySet()));
        roles.values().forEach(role -> role.known().keySet().stream()
                .filter(version -> role.needs(version, since))
                .forEach(removable::remove));
        return removable;
    }
}
