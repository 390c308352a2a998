package io.consilium.worker;

import io.consilium.monitor.Hop;
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
    private final Hop hop;
    private Instant askedAt;
    private Optional<Desk.Ticket> ticket = Optional.empty();
    private Optional<Outgoing> outgoing = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();
    private int failures;
    private Optional<Instant> settledAt = Optional.empty();

    /** @param hop of the case's trace; ends when the record is settled or given up */
    Held(ConsumerRecord<byte[], byte[]> record, Instant takenAt, Hop hop) {
        this.record = record;
        this.takenAt = takenAt;
        this.askedAt = takenAt;
        this.hop = hop;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    Instant takenAt() {
        return takenAt;
    }

    Hop hop() {
        return hop;
    }

    /** When the journey asked; before the request is read, when it was taken. */
    Instant askedAt() {
        return askedAt;
    }

    void asked(Instant when) {
        askedAt = when;
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
        hop.close();
        retryAt = Optional.empty();
    }
}
