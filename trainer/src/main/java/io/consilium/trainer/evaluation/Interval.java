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

    /**
     * Of the difference of two shares of different cases (Newcombe 1998, method 10): a positive one says that the first is higher.
     *
     * <p>{@code d - √((p₁-l₁)² + (u₂-p₂)²)} to {@code d + √((u₁-p₁)² + (p₂-l₂)²)}, with Wilson's limits l and u
     */
    public static Interval difference(int first, int ofFirst, int second, int ofSecond) {
        Interval one = wilson(first, ofFirst);
        Interval other = wilson(second, ofSecond);
        double p = (double) first / ofFirst;
        double q = (double) second / ofSecond;
        return new Interval(
                p - q - Math.hypot(p - one.low, other.high - q), p - q + Math.hypot(one.high - p, q - other.low));
    }
}
