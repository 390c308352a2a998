package io.consilium.trainer.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far two ways of answering differ on the same cases, with the percentile interval of a bootstrap over the cases (Efron
 * 1979; paired, as Koehn 2004 tests systems). Pure: the same values and seed give the same figures.
 */
public final class PairedBootstrap {
    static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private PairedBootstrap() {}

    /** @param mean of here minus there */
    public record Difference(double mean, Interval interval) {}

    /**
     * @param here one value a case
     * @param there of the same cases in the same order
     */
    public static Difference difference(double[] here, double[] there, long seed) {
        double[] differences = differences(here, there);
        double[] means = resampled(differences, seed, RESAMPLES);
        int cut = (int) Math.floor(TAIL * means.length);
        return new Difference(
                Arrays.stream(differences).average().orElseThrow(),
                new Interval(means[cut], means[means.length - 1 - cut]));
    }

    private static double[] differences(double[] here, double[] there) {
        if (here.length == 0 || here.length != there.length) {
            throw new IllegalArgumentException(here.length + " and " + there.length
                    + " values: pairs need as many of one as of the other, and some");
        }
        double[] differences = new double[here.length];
        for (int i = 0; i < here.length; i++) {
            differences[i] = here[i] - there[i];
        }
        return differences;
    }

    /** Means of samples drawn with replacement, in ascending order. */
    static double[] resampled(double[] values, long seed, int resamples) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int draw = 0; draw < values.length; draw++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return means;
    }
}
