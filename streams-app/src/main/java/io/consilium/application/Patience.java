package io.consilium.application;

import java.time.Duration;

/** A pause that doubles each time, up to a bound, and is short again after a quiet minute. Safe for threads. */
final class Patience {
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Duration first;
    private final Duration longest;
    private Duration next;
    private long lastNanos = System.nanoTime();

    Patience(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    void pause() {
        try {
            Thread.sleep(nextPause(System.nanoTime()).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized Duration nextPause(long nowNanos) {
        Duration pause = nowNanos - lastNanos > QUIET_NANOS ? first : next;
        Duration twice = pause.multipliedBy(2);
        next = twice.compareTo(longest) > 0 ? longest : twice;
        lastNanos = nowNanos;
        return pause;
    }
}
