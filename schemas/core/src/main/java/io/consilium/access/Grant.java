package io.consilium.access;

import io.consilium.topic.Application;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** That a principal of ours may do one thing with one resource of the broker, from wherever it comes. */
public record Grant(String principal, ResourceType resource, PatternType pattern, String name, AclOperation operation) {
    private static final String USER = "User:";
    private static final String ANYWHERE = "*";

    /**
     * Empty for what no rule of ours can be: it is about somebody else's principal, from one host only, or it denies.
     * What others deny stays denied.
     */
    static Optional<Grant> of(AclBinding binding) {
        AccessControlEntry entry = binding.entry();
        if (!entry.principal().startsWith(USER + Application.PREFIX)
                || entry.permissionType() != AclPermissionType.ALLOW
                || !entry.host().equals(ANYWHERE)) {
            return Optional.empty();
        }
        ResourcePattern on = binding.pattern();
        return Optional.of(new Grant(
                entry.principal().substring(USER.length()),
                on.resourceType(),
                on.patternType(),
                on.name(),
                entry.operation()));
    }

    AclBinding binding() {
        return new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry(USER + principal, ANYWHERE, operation, AclPermissionType.ALLOW));
    }

    /** The resource in words, such as {@code topic cases} or {@code group audit-*}. */
    public String on() {
        return resource.name().toLowerCase(Locale.ROOT).replace('_', '.') + " " + name
                + (pattern == PatternType.PREFIXED ? "*" : "");
    }

    @Override
    public String toString() {
        return principal + " " + operation + " " + on();
    }
}
