package io.consilium.trainer.starter;

import io.consilium.trainer.phantom.Asked;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What three imagined specialists say: each is right with a given probability and else names any other option. Now and then
 * one is missing, as one that kept no format would be; somebody always speaks.
 */
final class SimulatedOpinions {
    private static final int SEATS = 3;
    private static final double MISSING = 0.06;

    private SimulatedOpinions() {}

    /** By seat; now and then all are the same, see {@link Mixture#consensus}. */
    static SortedMap<Integer, String> draw(RandomGenerator random, Asked asked, Mixture mixture) {
        if (mixture.consensus() > 0 && random.nextDouble() < mixture.consensus()) {
            String said = asked.options().get(random.nextInt(asked.options().size()));
            return new TreeMap<>(Map.of(1, said, 2, said, 3, said));
        }
        return apart(random, asked, mixture.reliability());
    }

    private static SortedMap<Integer, String> apart(RandomGenerator random, Asked asked, double reliability) {
        SortedMap<Integer, String> opinions = new TreeMap<>();
        while (opinions.isEmpty()) {
            for (int seat = 1; seat <= SEATS; seat++) {
                if (random.nextDouble() >= MISSING) {
                    opinions.put(seat, opinion(random, asked, reliability));
                }
            }
        }
        return opinions;
    }

    private static String opinion(RandomGenerator random, Asked asked, double reliability) {
        if (random.nextDouble() < reliability) {
            return asked.answer();
        }
        List<String> wrong = asked.options().stream()
                .filter(option -> !option.equals(asked.answer()))
                .toList();
        return wrong.get(random.nextInt(wrong.size()));
    }
}
