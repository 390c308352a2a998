package io.consilium.trainer.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers and times as the report writes them. */
final class Numbers {
    private Numbers() {}

    /** Four digits that matter: 0.1234, 12.34, 1234, 1.2e-6, 1.5e7. */
    static String words(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-3 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.3e", value)
                    .replaceAll("\\.?0+e", "e")
                    .replaceAll("e([-+])0?", "e$1")
                    .replace("e+", "e");
        }
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
