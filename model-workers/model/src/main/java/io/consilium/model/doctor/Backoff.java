package io.consilium.model.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: first·2ⁿ up to a limit, plus up to a quarter at random; never less than asked. */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final int DOUBLINGS = 20;
    private static final double JITTER = 0.25;

    /** @param attempts that failed so far, from 1 */
    Duration after(int attempts, Throwable problem) {
        long doubled = first.toMillis() << Math.min(attempts - 1, DOUBLINGS);
        double spread = 1 + JITTER * random.nextDouble();
        Duration pause = Duration.ofMillis(Math.round(Math.min(doubled, longest.toMillis()) * spread));
        return asked(problem).filter(wanted -> wanted.compareTo(pause) > 0).orElse(pause);
    }

    private static Optional<Duration> asked(Throwable problem) {
        return Failures.cause(problem) instanceof RemoteException remote ? remote.retryAfter() : Optional.empty();
    }
}
