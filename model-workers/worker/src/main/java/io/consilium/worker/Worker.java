package io.consilium.worker;

import io.consilium.department.Departments;
import io.consilium.model.doctor.Doctor;
import io.consilium.problem.ConfigurationException;
import io.consilium.serde.RecordSerdes;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes requests from the share groups, asks the doctors, publishes the answers and acknowledges each request after its
 * answer lies in Kafka. A request may be answered twice (a crash between answer and acknowledgement), never not at all.
 *
 * <p>At most {@link WorkerSettings#slots()} requests are with doctors at a time; urgent ones get the next free slot.
 * Safe for threads. The doctors belong to the caller, who closes them after the worker.
 */
public final class Worker implements AutoCloseable {
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    /** @throws ConfigurationException when a topic it would read asks for a doctor that is not among the doctors */
    public Worker(
            WorkerSettings settings,
            WorkerScope scope,
            Departments catalogue,
            Collection<? extends Doctor> doctors,
            RecordSerdes serdes,
            InstantSource clock) {}

    /** Sets up the share groups and begins to take requests; returns at once. */
    public void start() {}

    /** Whether its threads do what they should; false when it must be restarted. */
    public boolean live() {
        return !failure.isDone();
    }

    /** Whether it takes requests. */
    public boolean ready() {
        return false;
    }

    /** Completed by the fault after which the worker takes nothing more; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return failure.minimalCompletionStage();
    }

    /** Takes nothing new, waits for the doctors as long as the settings say, hands the rest back to the broker. */
    @Override
    public void close() {}
}
