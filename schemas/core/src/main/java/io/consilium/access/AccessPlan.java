package io.consilium.access;

import io.consilium.problem.FatalException;
import io.consilium.topic.BrokerCall;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * What must change so that the broker's rules are those of the catalogue.
 *
 * @param missing to be granted
 * @param unknown granted to principals of ours, by no rule: a source that is gone, a topic that had other readers
 */
public record AccessPlan(List<Grant> missing, List<Grant> unknown) {

    /** @throws FatalException when the broker has no authorizer, or this principal may not ask it */
    public static AccessPlan of(Admin admin, AccessRules rules) {
        Set<Grant> there = BrokerCall.get(
                        () -> admin.describeAcls(AclBindingFilter.ANY).values().get())
                .stream()
                .map(Grant::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Grant> wanted = new LinkedHashSet<>(rules.grants());
        return new AccessPlan(without(wanted, there), without(there, wanted));
    }

    /** Grants what is missing, and takes nothing away. */
    public void grant(Admin admin) {
        List<AclBinding> bindings = missing.stream().map(Grant::binding).toList();
        BrokerCall.get(() -> admin.createAcls(bindings).all().get());
    }

    /** Takes away what no rule of the catalogue gives to principals of ours. */
    public void prune(Admin admin) {
        List<AclBindingFilter> filters =
                unknown.stream().map(grant -> grant.binding().toFilter()).toList();
        BrokerCall.get(() -> admin.deleteAcls(filters).all().get());
    }

    private static List<Grant> without(Set<Grant> all, Set<Grant> those) {
        return all.stream().filter(grant -> !those.contains(grant)).toList();
    }
}
