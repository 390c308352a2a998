package io.consilium.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.PartitionAssignorException;
import org.apache.kafka.coordinator.group.api.assignor.ShareGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;

/**
 * Lets every member of a share group take records from every partition of the topics that it reads: {@code
 * group.share.assignors} of a broker.
 *
 * <p>Kafka's own (4.3.1) deals partitions out like cards. Where members are many and requests lie in few partitions, most
 * members then wait while a few are busy. Nor does it settle when a member joins: it may leave another a topic with no
 * partition, and a share consumer never finishes such an assignment, it acknowledges it again as soon as the broker has
 * answered, hundreds of times a second, for as long as it lives.
 */
public final class EveryMemberAssignor implements ShareGroupPartitionAssignor {

    private record Everything(Map<Uuid, Set<Integer>> partitions) implements MemberAssignment {}

    @Override
    public String name() {
        return "every-member";
    }

    @Override
    public GroupAssignment assign(GroupSpec group, SubscribedTopicDescriber topics) {
        Map<Uuid, Set<Integer>> known = new HashMap<>();
        return new GroupAssignment(group.memberIds().stream().collect(Collectors.toMap(member -> member, member -> {
            Map<Uuid, Set<Integer>> assigned = new HashMap<>();
            for (Uuid topic : group.memberSubscription(member).subscribedTopicIds()) {
                assigned.put(topic, known.computeIfAbsent(topic, any -> partitions(topic, group, topics)));
            }
            assigned.values().removeIf(Set::isEmpty);
            return new Everything(assigned);
        })));
    }

    private static Set<Integer> partitions(Uuid topic, GroupSpec group, SubscribedTopicDescriber topics) {
        int count = topics.numPartitions(topic);
        if (count < 0) {
            throw new PartitionAssignorException("a share group reads topic " + topic + ", which is not there");
        }
        return IntStream.range(0, count)
                .filter(partition -> group.isPartitionAssignable(topic, partition))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }
}
