package io.consilium.journey.stream;

import io.consilium.journey.Phase;
import io.consilium.record.JourneyPhase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How many journeys of one task are in each phase. Written by the task's thread, read by any. */
final class OpenCases {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(JourneyPhase.values().length);

    void clear() {
        for (JourneyPhase phase : JourneyPhase.values()) {
            counts.set(phase.ordinal(), 0);
        }
    }

    void add(JourneyPhase phase) {
        counts.incrementAndGet(phase.ordinal());
    }

    void moved(Optional<Phase> from, Optional<Phase> to) {
        from.ifPresent(phase -> counts.decrementAndGet(ordinal(phase)));
        to.ifPresent(phase -> counts.incrementAndGet(ordinal(phase)));
    }

    int in(JourneyPhase phase) {
        return counts.get(phase.ordinal());
    }

    private static int ordinal(Phase phase) {
        return JourneyPhase.valueOf(phase.name()).ordinal();
    }
}
