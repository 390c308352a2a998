package io.consilium.journey.stream;

import io.consilium.department.Departments;
import io.consilium.journey.PinnedPolicy;
import io.consilium.policy.Policies;
import io.consilium.record.ModelVersion;
import io.consilium.record.Policy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** The policies that cases were opened under, and the one for the next case. Owned by one stream thread. */
final class PolicyBook {
    private final Departments departments;
    private final ReadOnlyKeyValueStore<String, ValueAndTimestamp<ModelVersion>> models;
    private final KeyValueStore<String, Policy> store;
    private final Map<String, PinnedPolicy> known = new HashMap<>();
    private Map<String, String> pins = Map.of();
    private PinnedPolicy current;

    PolicyBook(
            Departments departments,
            ReadOnlyKeyValueStore<String, ValueAndTimestamp<ModelVersion>> models,
            KeyValueStore<String, Policy> store) {
        this.departments = departments;
        this.models = models;
        this.store = store;
        this.current = PinnedPolicy.of(Policies.of(departments, pins));
    }

    /** The departments as they are, with the model versions that are published now. */
    PinnedPolicy current(Instant now) {
        Map<String, String> published = published(now);
        if (!published.equals(pins)) {
            pins = published;
            current = PinnedPolicy.of(Policies.of(departments, pins));
        }
        return current;
    }

    /** @throws IllegalStateException when no case of this task was opened under it */
    PinnedPolicy of(String hash) {
        return known.computeIfAbsent(hash, missing -> {
            Policy policy = store.get(missing);
            if (policy == null) {
                throw new IllegalStateException("the store has no policy " + missing);
            }
            return new PinnedPolicy(missing, policy);
        });
    }

    /** Keeps a policy; true when it is new to this task. */
    boolean keep(PinnedPolicy policy) {
        if (known.putIfAbsent(policy.hash(), policy) != null) {
            return false;
        }
        return store.putIfAbsent(policy.hash(), policy.policy()) == null;
    }

    private Map<String, String> published(Instant now) {
        Map<String, String> versions = new HashMap<>();
        for (var doctor : departments.doctors()) {
            ValueAndTimestamp<ModelVersion> found = models.get(doctor.name());
            if (found != null && found.value().getRetiresAt().map(now::isBefore).orElse(true)) {
                versions.put(doctor.name(), found.value().getVersion());
            }
        }
        return versions;
    }
}
