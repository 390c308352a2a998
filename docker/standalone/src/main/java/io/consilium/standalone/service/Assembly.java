package io.consilium.standalone.service;

import io.consilium.problem.FatalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * The parts that run together in this JVM: knows when all are ready and which failed first, and closes them in the
 * opposite order of their opening. Opened by one thread; the rest is safe for threads.
 */
public final class Assembly implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(10);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<BooleanSupplier> labours = new ArrayList<>();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    private record Condition(String part, BooleanSupplier holds) {}

    <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** What ends a part ends all. */
    void watch(CompletionStage<? extends RuntimeException> fault) {
        fault.thenAccept(failure::complete);
    }

    void readyWhen(String part, BooleanSupplier condition) {
        conditions.add(new Condition(part, condition));
    }

    /** Not ready when this holds, but at work that may take long and ends by itself. */
    void busyWhile(String part, BooleanSupplier labour) {
        labours.add(labour);
        readyWhen(part, () -> !labour.getAsBoolean());
    }

    private boolean busy() {
        return labours.stream().anyMatch(BooleanSupplier::getAsBoolean);
    }

    public boolean ready() {
        return waitingFor().isEmpty();
    }

    /** The parts that are not ready, in the order in which they were named. */
    private List<String> waitingFor() {
        return conditions.stream()
                .filter(condition -> !condition.holds().getAsBoolean())
                .map(Condition::part)
                .toList();
    }

    /** Completed by the first fault after which a part is of no more use; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return failure.minimalCompletionStage();
    }

    /**
     * Waits until all parts are ready.
     *
     * @param within the time for it, which counts from when no part is busy
     * @return false when they are not within that time, or one has failed
     */
    public boolean awaitReady(Duration within) {
        long until = System.nanoTime() + within.toNanos();
        while (!ready()) {
            if (busy()) {
                until = System.nanoTime() + within.toNanos();
            }
            if (failure.isDone() || System.nanoTime() > until) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FatalException("interrupted while starting", e);
            }
        }
        return true;
    }

    /**
     * Waits until all parts are ready.
     *
     * @param within the time for it, which counts from when no part is busy
     * @throws RuntimeException the fault that ended a part meanwhile
     * @throws FatalException when they are not ready within that time; it names those
     */
    void requireReady(Duration within) {
        if (!awaitReady(within)) {
            RuntimeException fault = failure.getNow(null);
            throw fault != null
                    ? fault
                    : new FatalException(String.format(
                            "not ready within %d s: %s; run again with CONSILIUM_LOG=INFO to see why",
                            within.toSeconds(), String.join(", ", waitingFor())));
        }
    }

    /** Closing twice does nothing; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(Assembly.class).warn("closing failed: {}", e.toString());
            }
        }
    }
}
