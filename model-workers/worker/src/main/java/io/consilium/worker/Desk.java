package io.consilium.worker;

import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.problem.Scrubbed;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.topic.Lane;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests to doctors, never more at a time than there are slots. A free slot goes to the urgent request that has
 * waited longest, then to the routine one. Safe for threads.
 */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final int slots;
    private final Executor executor;
    private final InstantSource clock;
    private final IntConsumer began;
    private final Map<Lane, Deque<Ticket>> waiting = new EnumMap<>(Lane.class);
    private int busy;

    /**
     * @param executor where doctors prepare what they are asked
     * @param began told, when a doctor begins, how many requests are with doctors
     */
    Desk(int slots, Executor executor, InstantSource clock, IntConsumer began) {
        this.slots = slots;
        this.executor = executor;
        this.clock = clock;
        this.began = began;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** @param done told the answer, once, by another thread; never after the ticket was given up */
    Ticket submit(Lane lane, Doctor doctor, Delivery delivery, Consumer<Answer> done) {
        Ticket ticket = new Ticket(lane, doctor, delivery, done);
        synchronized (this) {
            waiting.get(lane).add(ticket);
        }
        fillSlots();
        return ticket;
    }

    /** How many requests are with doctors. */
    synchronized int busy() {
        return busy;
    }

    synchronized int waiting(Lane lane) {
        return waiting.get(lane).size();
    }

    private void fillSlots() {
        for (Ticket next = next(); next != null; next = next()) {
            executor.execute(next::begin);
        }
    }

    private synchronized Ticket next() {
        if (busy == slots) {
            return null;
        }
        for (Lane lane : Lane.values()) {
            Ticket ticket = waiting.get(lane).poll();
            if (ticket != null) {
                busy++;
                began.accept(busy);
                return ticket;
            }
        }
        return null;
    }

    private void free() {
        synchronized (this) {
            busy--;
        }
        fillSlots();
    }

    /** One request at the desk. */
    final class Ticket {
        private final Lane lane;
        private final Doctor doctor;
        private final Delivery delivery;
        private final Consumer<Answer> done;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        private Ticket(Lane lane, Doctor doctor, Delivery delivery, Consumer<Answer> done) {
            this.lane = lane;
            this.doctor = doctor;
            this.delivery = delivery;
            this.done = done;
        }

        /** Takes the request back if no doctor has begun with it; says whether that was so. */
        boolean withdraw() {
            synchronized (Desk.this) {
                return waiting.get(lane).remove(this);
            }
        }

        /** Gives the request up, wherever it is. */
        void cancel() {
            if (!withdraw()) {
                answer.cancel(false);
            }
        }

        private void begin() {
            CompletableFuture<Answer> asked = ask();
            asked.whenComplete((given, problem) -> {
                free();
                if (!answer.isDone()) {
                    answer.complete(problem == null ? given : defect(problem));
                }
            });
            answer.orTimeout(patience().toMillis(), TimeUnit.MILLISECONDS).whenComplete((given, problem) -> {
                if (problem == null) {
                    done.accept(given);
                    return;
                }
                asked.cancel(false);
                if (problem instanceof TimeoutException) {
                    done.accept(late());
                }
            });
        }

        /** Doctors keep deadlines themselves; one that does not must not keep the request for ever. */
        private Duration patience() {
            Duration left = delivery.remaining(clock.instant());
            return (left.isNegative() ? Duration.ZERO : left).plus(GRACE);
        }

        private Answer late() {
            String what = "Doctor '" + doctor.name() + "' was silent until after the deadline.";
            return delivery.failed(FailureKind.TIMED_OUT, what, clock.instant());
        }

        private CompletableFuture<Answer> ask() {
            try {
                return doctor.answer(delivery);
            } catch (RuntimeException | Error e) { // one request must not end the thread that serves all
                return CompletableFuture.failedFuture(e);
            }
        }

        private Answer defect(Throwable problem) {
            LOG.error(
                    "doctor={} request={} failed through a defect",
                    doctor.name(),
                    delivery.request().getRequestId(),
                    Scrubbed.of(problem));
            String kind = problem.getClass().getSimpleName();
            return delivery.failed(
                    FailureKind.INTERNAL,
                    "Doctor '" + doctor.name() + "' met a defect (" + kind + "); the worker's log has the trace.",
                    clock.instant());
        }
    }
}
