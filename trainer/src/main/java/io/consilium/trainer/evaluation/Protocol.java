package io.consilium.trainer.evaluation;

import io.consilium.model.vlm.Sampling;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.phantom.PhantomSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is asked of whom, and how: all that decides the figures besides weights and samples.
 *
 * @param draws replies to a prompt; {@link Mode#GREEDY} needs no more than 1
 * @param seed of the draws
 */
public record Protocol(Role role, Mode mode, int draws, double temperature, int maxNewTokens, long seed) {
    public static final int MAX_NEW_TOKENS = 48;

    /** @throws ConfigurationException with everything that does not fit together */
    public Protocol {
        List<String> problems = new ArrayList<>();
        if (draws < 1) {
            problems.add("samples per prompt: " + draws + "; at least 1");
        }
        if (mode == Mode.GREEDY && draws > 1) {
            problems.add("samples per prompt: " + draws + "; greedy replies are all the same, choose another mode");
        }
        if (mode != Mode.GREEDY && !(temperature > 0 && temperature <= 100)) {
            problems.add("temperature: " + temperature + "; drawn replies need one above 0 and at most 100");
        }
        if (mode == Mode.REFINE && role != Role.ATTENDING) {
            problems.add("mode refine: only the attending physician hears opinions");
        }
        if (maxNewTokens < 1) {
            problems.add("new tokens: " + maxNewTokens + "; at least 1");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("This evaluation cannot be made", problems);
        }
    }

    public static Protocol greedy(Role role) {
        return greedy(role, MAX_NEW_TOKENS);
    }

    static Protocol greedy(Role role, int maxNewTokens) {
        return new Protocol(role, Mode.GREEDY, 1, 0, maxNewTokens, 0);
    }

    List<Sampling> once() {
        return List.of(Sampling.greedy(maxNewTokens));
    }

    /** A case's draws from the given number on; each number has a seed of its own, whatever else is asked. */
    List<Sampling> drawn(String id, int from) {
        return IntStream.range(from, from + draws)
                .mapToObj(number -> Sampling.temperature(
                        maxNewTokens, temperature, PhantomSeeds.derive("evaluation", seed, id, number)))
                .toList();
    }
}
