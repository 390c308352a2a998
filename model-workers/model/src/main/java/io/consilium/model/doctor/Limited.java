package io.consilium.model.doctor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Work that nobody waits for longer than its time: when that is over, or the result is no longer wanted, it is cancelled. */
final class Limited {
    private Limited() {}

    /**
     * @param result makes the result of the work's own or of its problem, a {@link TimeoutException} when time is over;
     *     runs on the thread that ends the work
     */
    static <T, R> CompletableFuture<R> by(
            Duration time, CompletableFuture<T> work, BiFunction<T, Throwable, R> result) {
        CompletableFuture<R> limited = work.copy()
                .orTimeout(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)
                .handle((done, problem) -> {
                    work.cancel(true);
                    return result.apply(done, problem);
                });
        limited.whenComplete((done, problem) -> {
            if (limited.isCancelled()) {
                work.cancel(true);
            }
        });
        return limited;
    }
}
