package io.consilium.trainer.evaluation;

import java.util.Locale;

/** Shares in words. */
public final class Percent {
    private Percent() {}

    /** {@code 93.1 %}. */
    public static String of(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** {@code 90.2–95.3}. */
    public static String of(Interval interval) {
        return String.format(Locale.ROOT, "%.1f–%.1f", 100 * interval.low(), 100 * interval.high());
    }

    /** A difference in points of a hundred: {@code +1.2 (-0.5 to +2.9)}. */
    public static String of(PairedBootstrap.Difference difference) {
        return points(difference.mean()) + " (" + points(difference.interval().low()) + " to "
                + points(difference.interval().high()) + ")";
    }

    /** {@code +1.2}; 0 has no sign. */
    public static String points(double difference) {
        String words = String.format(Locale.ROOT, "%+.1f", 100 * difference);
        return words.equals("+0.0") || words.equals("-0.0") ? "0.0" : words;
    }
}
