package io.consilium.trainer.grpo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where the time of a step goes: seconds by part. Owned by one thread. */
public final class StepTimes {
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    <T> T of(String part, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        seconds.merge(part, (System.nanoTime() - start) / 1e9, Double::sum);
        return result;
    }

    /** What was measured since the last call. */
    public Map<String, Double> take() {
        Map<String, Double> taken = new LinkedHashMap<>(seconds);
        seconds.clear();
        return taken;
    }
}
