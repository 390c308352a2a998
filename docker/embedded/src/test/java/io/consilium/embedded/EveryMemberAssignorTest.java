package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.MemberSubscription;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.assignor.SimpleAssignor;
import org.junit.jupiter.api.Test;

class EveryMemberAssignorTest {
    private static final Uuid ONE = Uuid.randomUuid();
    private static final Uuid OTHER = Uuid.randomUuid();

    /** One member had both topics, of one partition each, and a second has joined. */
    private final Group joined =
            new Group(Map.of("first", Map.of(ONE, Set.of(0), OTHER, Set.of(0)), "second", Map.of()), Set.of());

    @Test
    void everyMemberMayTakeFromEveryPartition() {
        assertThat(new SimpleAssignor().assign(joined, joined).members().values())
                .as("what Kafka's own does, for which this is here")
                .anySatisfy(member -> assertThat(member.partitions()).hasSize(2).containsValue(Set.of()))
                .noneSatisfy(member -> assertThat(member.partitions())
                        .doesNotContainValue(Set.of())
                        .hasSize(2));

        GroupAssignment assigned = new EveryMemberAssignor().assign(joined, joined);

        assertThat(assigned.members()).containsOnlyKeys("first", "second");
        assertThat(assigned.members().values())
                .extracting(MemberAssignment::partitions)
                .containsOnly(Map.of(ONE, Set.of(0), OTHER, Set.of(0)));
    }

    @Test
    void aMemberIsToldOfNoTopicWhosePartitionsCannotBeTakenYet() {
        Group unready = new Group(Map.of("first", Map.of()), Set.of(OTHER));

        assertThat(new EveryMemberAssignor()
                        .assign(unready, unready)
                        .members()
                        .get("first")
                        .partitions())
                .isEqualTo(Map.of(ONE, Set.of(0)));
    }

    private record Group(Map<String, Map<Uuid, Set<Integer>>> members, Set<Uuid> unready)
            implements GroupSpec, SubscribedTopicDescriber {
        @Override
        public Set<String> memberIds() {
            return members.keySet();
        }

        @Override
        public SubscriptionType subscriptionType() {
            return SubscriptionType.HOMOGENEOUS;
        }

        @Override
        public boolean isPartitionAssigned(Uuid topic, int partition) {
            return members.values().stream()
                    .anyMatch(held -> held.getOrDefault(topic, Set.of()).contains(partition));
        }

        @Override
        public boolean isPartitionAssignable(Uuid topic, int partition) {
            return !unready.contains(topic);
        }

        @Override
        public MemberSubscription memberSubscription(String member) {
            return new MemberSubscription() {
                @Override
                public Optional<String> rackId() {
                    return Optional.empty();
                }

                @Override
                public Optional<String> instanceId() {
                    return Optional.empty();
                }

                @Override
                public Set<Uuid> subscribedTopicIds() {
                    return Set.of(ONE, OTHER);
                }
            };
        }

        @Override
        public MemberAssignment memberAssignment(String member) {
            return () -> members.get(member);
        }

        @Override
        public int numPartitions(Uuid topic) {
            return 1;
        }

        @Override
        public Set<String> racksForPartition(Uuid topic, int partition) {
            return Set.of();
        }
    }
}
