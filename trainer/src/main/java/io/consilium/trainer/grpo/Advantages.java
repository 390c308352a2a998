package io.consilium.trainer.grpo;

import java.util.Arrays;

/** How much better each reply is than the others to its prompt. Pure. */
public final class Advantages {
    private static final double EPSILON = 1e-4;

    private Advantages() {}

    /** What the difference to the group's mean is divided by. */
    public enum Scale {
        /** The group's standard deviation. */
        GROUP,
        /** The standard deviation of all rewards of the step. */
        BATCH,
        /** Nothing. */
        NONE
    }

    /**
     * (reward - mean of the group) / (standard deviation + 1e-4), standard deviations unbiased.
     *
     * @param rewards groups of {@code group} one after the other
     */
    public static double[] of(double[] rewards, int group, Scale scale) {
        double[] advantages = new double[rewards.length];
        double ofAll = deviation(rewards);
        for (int from = 0; from < rewards.length; from += group) {
            double[] own = Arrays.copyOfRange(rewards, from, from + group);
            double mean = mean(own);
            double divisor =
                    switch (scale) {
                        case GROUP -> deviation(own) + EPSILON;
                        case BATCH -> ofAll + EPSILON;
                        case NONE -> 1;
                    };
            for (int i = 0; i < group; i++) {
                advantages[from + i] = (own[i] - mean) / divisor;
            }
        }
        return advantages;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Unbiased; 0 for a single value. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double sum = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length < 2 ? 0 : Math.sqrt(sum / (values.length - 1));
    }
}
