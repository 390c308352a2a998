package io.consilium.trainer.reproduce;

import io.consilium.trainer.evaluation.Interval;
import java.util.List;

/**
 * An accuracy: the mean over seeds, with Student's interval over the seeds; of one seed, with Wilson's over the cases. Pure.
 *
 * @param bySeed the values that the mean is of
 */
record Figure(double mean, Interval interval, List<Double> bySeed) {
    /** The 97.5th percentiles of Student's distribution with 1, 2, … degrees of freedom. */
    private static final double[] STUDENT = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

    static final int MOST_SEEDS = STUDENT.length + 1;

    /** @param cases that each value is a share of; of none nothing is known, which is what the interval says */
    static Figure of(List<Double> bySeed, int cases) {
        double mean = bySeed.stream().mapToDouble(value -> value).average().orElseThrow();
        if (cases == 0) {
            return new Figure(mean, new Interval(0, 1), List.copyOf(bySeed));
        }
        return new Figure(
                mean,
                bySeed.size() == 1 ? Interval.wilson(Math.min(mean * cases, cases), cases) : student(bySeed, mean),
                List.copyOf(bySeed));
    }

    private static Interval student(List<Double> values, double mean) {
        int free = values.size() - 1;
        double variance = values.stream()
                        .mapToDouble(value -> (value - mean) * (value - mean))
                        .sum()
                / free;
        double half = STUDENT[free - 1] * Math.sqrt(variance / values.size());
        return new Interval(Math.max(0, mean - half), Math.min(1, mean + half));
    }
}
