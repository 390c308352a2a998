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
    private final List<BooleanSupplier> conditions = new ArrayList<>();
    private final List<BooleanSupplier> labours = new ArrayList<>();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** What ends a part ends all. */
    void watch(CompletionStage<? extends RuntimeException> fault) {
        fault.thenAccept(failure::complete);
    }

    void readyWhen(BooleanSupplier condition) {
        conditions.add(condition);
    }

    /** Not ready when this holds, but at work that may take long and ends by itself. */
    void busyWhile(BooleanSupplier labour) {
        labours.add(labour);
        conditions.add(() -> !labour.getAsBoolean());
    }

    private boolean busy() {
        return labours.stream().anyMatch(BooleanSupplier::getAsBoolean);
    }

    public boolean ready() {
        return conditions.stream().allMatch(BooleanSupplier::getAsBoolean);
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
