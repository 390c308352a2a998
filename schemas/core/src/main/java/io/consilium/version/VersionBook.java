package io.consilium.version;

import io.consilium.record.ModelChange;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
