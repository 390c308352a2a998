package io.consilium.trainer.evaluation;

/** A range that holds the true value 95 times of 100. */
public record Interval(double low, double high) {
    /** The normal distribution's 97.5th percentile. */
    private static final double Z = 1.959963984540054;

    /**
     * Of a share (E. B. Wilson 1927; Newcombe 1998, method 3), without continuity correction: never outside 0 and 1, and right
     * for few trials and for shares near 0 and 1 too.
     *
     * <p>{@code (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)}
     *
     * @param successes may be fractional where each trial is an average; the range is then wider than need be
     */
    public static Interval wilson(double successes, int trials) {
        if (trials < 1 || !(successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(
                    successes + " successes of " + trials + " trials: there is no such share");
        }
        double p = successes / trials;
        double square = Z * Z / trials;
        double middle = p + square / 2;
        double half = Math.sqrt(square * (p * (1 - p) + square / 4));
        return new Interval(Math.max(0, (middle - half) / (1 + square)), Math.min(1, (middle + half) / (1 + square)));
    }
}
