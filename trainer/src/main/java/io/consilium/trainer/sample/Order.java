package io.consilium.trainer.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** In which order things are learnt from: every epoch in an order of its own, as a function of seed and step alone. */
public final class Order {
    private Order() {}

    /** The things of one step. Every thing comes once an epoch; a batch may reach into the next one. */
    public static <T> List<T> batch(List<T> all, long seed, long step, int size) {
        List<T> batch = new ArrayList<>(size);
        long at = step * size;
        while (batch.size() < size) {
            long epoch = at / all.size();
            List<T> shuffled = shuffled(all, mix(seed, epoch));
            int from = (int) (at % all.size());
            int to = Math.min(all.size(), from + size - batch.size());
            batch.addAll(shuffled.subList(from, to));
            at += to - from;
        }
        return batch;
    }

    private static <T> List<T> shuffled(List<T> all, long seed) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /** A seed of two numbers (the finaliser of SplitMix64 over both). */
    public static long mix(long one, long other) {
        long x = one * 0x9E3779B97F4A7C15L + other + 1;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
