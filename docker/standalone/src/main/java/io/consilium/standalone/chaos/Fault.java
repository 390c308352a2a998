package io.consilium.standalone.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One harm of a schedule.
 *
 * @param afterCase it is done when so many cases are out, and the one before is over
 */
public record Fault(FaultKind kind, String target, int afterCase, Duration lasts) {
    @Override
    public String toString() {
        String text = String.format(Locale.ROOT, "after case %6d  %-12s %s", afterCase, target, kind.words());
        return lasts.isZero() ? text : text + String.format(Locale.ROOT, ", %.1f s", lasts.toMillis() / 1e3);
    }
}
