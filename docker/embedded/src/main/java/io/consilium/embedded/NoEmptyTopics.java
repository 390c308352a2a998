package io.consilium.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.ShareGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.assignor.SimpleAssignor;

/**
 * Kafka's own assignor of share groups, without the topics of which a member keeps no partition: {@code
 * group.share.assignors} of a broker.
 *
 * <p>When a member joins, Kafka 4.3.1 takes partitions from the others and may leave them a topic with none. A share
 * consumer never finishes such an assignment: it acknowledges it again as soon as the broker has answered, hundreds of
 * times a second, for as long as it lives.
 */
public final class NoEmptyTopics implements ShareGroupPartitionAssignor {
    private final SimpleAssignor kafkas = new SimpleAssignor();

    private record Kept(Map<Uuid, Set<Integer>> partitions) implements MemberAssignment {}

    @Override
    public String name() {
        return kafkas.name();
    }

    @Override
    public GroupAssignment assign(GroupSpec group, SubscribedTopicDescriber topics) {
        Map<String, MemberAssignment> members = new HashMap<>();
        kafkas.assign(group, topics).members().forEach((member, assigned) -> {
            Map<Uuid, Set<Integer>> kept = new HashMap<>(assigned.partitions());
            kept.values().removeIf(Set::isEmpty);
            members.put(member, new Kept(kept));
        });
        return new GroupAssignment(members);
    }
}
