package io.consilium.standalone.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which harm is done when. The same seed and sizes give the same schedule. Every kind has its turn before one comes
 * again; faults are spread over the run, each at a place of its own in its share of the cases.
 */
public record Schedule(List<Fault> faults) {

    /** @param kinds from which it may choose */
    public static Schedule of(long seed, int count, int cases, Set<FaultKind> kinds) {
        Random random = new Random(seed);
        Deque<FaultKind> deck = new ArrayDeque<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (deck.isEmpty()) {
                deck.addAll(shuffled(kinds, random));
            }
            FaultKind kind = deck.removeFirst();
            String target = kind.targets().get(random.nextInt(kind.targets().size()));
            double place = (i + 0.25 + 0.5 * random.nextDouble()) / count;
            faults.add(new Fault(kind, target, (int) (cases * place), lasts(kind, random)));
        }
        return new Schedule(List.copyOf(faults));
    }

    private static List<FaultKind> shuffled(Set<FaultKind> kinds, Random random) {
        List<FaultKind> shuffled = new ArrayList<>(kinds);
        Collections.sort(shuffled);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static Duration lasts(FaultKind kind, Random random) {
        long shortest = kind.shortest().toMillis();
        long longest = kind.longest().toMillis();
        return Duration.ofMillis(shortest + (long) (random.nextDouble() * (longest - shortest)));
    }
}
