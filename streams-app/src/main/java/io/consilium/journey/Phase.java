package io.consilium.journey;

import io.consilium.record.Opinion;
import io.consilium.record.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where a journey stands: awaiting triage, then opinions, then the attending physician, then closed. A case that found
 * no department goes from triage to the attending physician; a cancelled one closes from anywhere.
 */
public sealed interface Phase {
    String name();

    /** A phase that ends by itself when its deadline comes. */
    sealed interface Open extends Phase {
        Instant deadline();
    }

    /** @param attempt tries of triage, from 1 */
    record AwaitingTriage(int attempt, Instant deadline) implements Open {
        @Override
        public String name() {
            return "AWAITING_TRIAGE";
        }
    }

    /**
     * @param pending for each seat that has not answered, the attempt under way
     * @param opinions those that came, by seat
     */
    record AwaitingOpinions(
            String department, SortedMap<Integer, Integer> pending, List<Opinion> opinions, Instant deadline)
            implements Open {
        @Override
        public String name() {
            return "AWAITING_OPINIONS";
        }
    }

    /** @param department empty when triage found none */
    record AwaitingAttending(Optional<String> department, List<Opinion> opinions, int attempt, Instant deadline)
            implements Open {
        @Override
        public String name() {
            return "AWAITING_ATTENDING";
        }
    }

    /** The end; nothing changes it any more. */
    record Closed(Verdict verdict) implements Phase {
        @Override
        public String name() {
            return "CLOSED";
        }
    }
}
