package io.consilium.journey.stream;

import io.consilium.department.Departments;
import io.consilium.journey.PinnedPolicy;
import io.consilium.policy.Policies;
import io.consilium.record.ModelChange;
import io.consilium.record.Policy;
import io.consilium.version.VersionBook;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** The policies that cases were opened under, and the one for the next case. Owned by one stream thread. */
final class PolicyBook {
    private final Departments departments;
    private final ReadOnlyKeyValueStore<String, ValueAndTimestamp<ModelChange>> models;
    private final KeyValueStore<String, Policy> store;
    private final Map<String, PinnedPolicy> known = new HashMap<>();
    /** By pins: as many as there are mixtures of champions and challengers. */
    private final Map<Map<String, String>, PinnedPolicy> current = new HashMap<>();

    private VersionBook versions = VersionBook.EMPTY;
    private long changes;

    PolicyBook(
            Departments departments,
            ReadOnlyKeyValueStore<String, ValueAndTimestamp<ModelChange>> models,
            KeyValueStore<String, Policy> store) {
        this.departments = departments;
        this.models = models;
        this.store = store;
    }

    /** The departments as they are, with the model versions that a case gets which opens now. */
    PinnedPolicy current(String caseId) {
        catchUp();
        Map<String, String> pins = new HashMap<>();
        for (var doctor : departments.doctors()) {
            versions.role(doctor.name()).pin(caseId).ifPresent(version -> pins.put(doctor.name(), version));
        }
        return current.computeIfAbsent(pins, some -> PinnedPolicy.of(Policies.of(departments, some)));
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

    /** The log only grows: as long as its length is the same, so is what it says. */
    private void catchUp() {
        long there = models.approximateNumEntries();
        if (there == changes) {
            return;
        }
        VersionBook read = VersionBook.EMPTY;
        long count = 0;
        try (KeyValueIterator<String, ValueAndTimestamp<ModelChange>> log = models.all()) {
            while (log.hasNext()) {
                read = read.apply(log.next().value.value());
                count++;
            }
        }
        versions = read;
        changes = count;
        current.clear();
    }
}
