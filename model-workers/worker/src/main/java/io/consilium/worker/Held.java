package io.consilium.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A delivered record on its way through the worker: unread, with a doctor, being published, settled. Owned by one
 * thread.
 */
final class Held {
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final int DOUBLINGS = 6;

    private final ConsumerRecord<byte[], byte[]> record;
    private final Instant takenAt;
    private Optional<Desk.Ticket> ticket = Optional.empty();
    private Optional<Outgoing> outgoing = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();
    private int failures;
    private Optional<Instant> settledAt = Optional.empty();

    Held(ConsumerRecord<byte[], byte[]> record, Instant takenAt) {
        this.record = record;
        this.takenAt = takenAt;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    Instant takenAt() {
        return takenAt;
    }

    Optional<Desk.Ticket> ticket() {
        return ticket;
    }

    Optional<Outgoing> outgoing() {
        return outgoing;
    }

    Optional<Instant> retryAt() {
        return retryAt;
    }

    boolean settled() {
        return settledAt.isPresent();
    }

    boolean settledBefore(Instant time) {
        return settledAt.filter(at -> at.isBefore(time)).isPresent();
    }

    /** Takes it back if no doctor has begun with it and nothing waits to be published; says whether that was so. */
    boolean withdraw() {
        return outgoing.isEmpty() && ticket.map(Desk.Ticket::withdraw).orElse(true);
    }

    void withDoctor(Desk.Ticket waiting) {
        ticket = Optional.of(waiting);
        retryAt = Optional.empty();
    }

    void toPublish(Outgoing what) {
        outgoing = Optional.of(what);
    }

    void underWay() {
        retryAt = Optional.empty();
    }

    /** Something outside is not available: try again after 100 ms, 200 ms, … 6.4 s. */
    void retryAfter(Instant now) {
        retryAt = Optional.of(now.plus(FIRST_RETRY.multipliedBy(1L << Math.min(failures, DOUBLINGS))));
        failures++;
    }

    void settle(Instant now) {
        settledAt = Optional.of(now);
        retryAt = Optional.empty();
    }
}
