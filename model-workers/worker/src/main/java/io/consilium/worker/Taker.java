package io.consilium.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One share consumer and the thread that owns it: takes what its slots can hold, has it worked on, accepts each record
 * once it is settled, renews the rest while it takes long, and takes again when nothing is held.
 *
 * <p>A share consumer gives new records only when it holds none, so the wait for an answer is spent beside the
 * consumer, not in its poll. Renewed records are delivered again by the poll that renews them: they are the same work. A
 * record that was not renewed in time is somebody else's; its answer is published all the same and the journey
 * takes one of the two.
 */
final class Taker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Taker.class);
    private static final Duration FETCH = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofMillis(50);
    private static final Duration COMMIT_EVERY = Duration.ofMillis(100);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Duration BREATHER = Duration.ofMillis(500);
    private static final Pattern UNKNOWN_TO_CONSUMER = Pattern.compile("Unexpected error code (\\d+) while fetching.*");
    private static final int RENEWALS_A_LOCK = 3;
    /** A round ends within a third of a lock; so many locks without one mean that the thread hangs. */
    private static final int STUCK_AFTER_LOCKS = 4;

    private final ShareConsumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final Casework casework;
    private final Duration lock;
    private final Duration renewEvery;
    private final Duration drain;
    private final InstantSource clock;
    private final Listener listener;

    /** Records that the consumer lets us acknowledge. */
    private final Map<Position, ConsumerRecord<byte[], byte[]>> ours = new LinkedHashMap<>();

    private Instant renewAt;
    private Instant committedAt;
    private boolean uncommitted;
    private volatile boolean stopping;
    private volatile Instant lastRound;

    /** Told of a taker's life, by its thread. */
    interface Listener {
        /** The first fetch is through. */
        void took(Taker taker);

        void failed(Taker taker, RuntimeException problem);
    }

    Taker(
            ShareConsumer<byte[], byte[]> consumer,
            List<String> topics,
            Casework casework,
            WorkerSettings settings,
            InstantSource clock,
            Listener listener) {
        this.consumer = consumer;
        this.topics = topics;
        this.casework = casework;
        this.lock = settings.lock();
        this.renewEvery = lock.dividedBy(RENEWALS_A_LOCK);
        this.drain = settings.drain();
        this.clock = clock;
        this.listener = listener;
        this.renewAt = clock.instant().plus(renewEvery);
        this.committedAt = clock.instant();
        this.lastRound = clock.instant();
    }

    /** Whether its thread has not come round for so long that it never will; for any thread. */
    boolean stuck() {
        return lastRound.plus(lock.multipliedBy(STUCK_AFTER_LOCKS)).isBefore(clock.instant());
    }

    /** Asks the thread to take nothing more and to end; for any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
        casework.poke();
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(topics);
            fetch(FETCH);
            listener.took(this);
            while (!stopping) {
                step();
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            casework.giveUp();
        } catch (RuntimeException e) {
            casework.giveUp();
            listener.failed(this, e);
        } finally {
            consumer.close(FAREWELL);
        }
    }

    /** One round; takes new records when none is held. */
    void step() throws InterruptedException {
        lastRound = clock.instant();
        // what was settled after its lock was lost is kept as long as its record may still come back
        casework.forgetSettledBefore(clock.instant().minus(lock));
        if (casework.idle()) {
            fetch(FETCH);
        } else if (ours.isEmpty()) {
            fetch(RENEWAL); // renewals are under way, or all that is held is somebody else's by now
            casework.work(Duration.ZERO);
        } else {
            casework.work(untilNextDuty());
            acceptSettled();
            renewWhenDue();
        }
    }

    private void fetch(Duration timeout) throws InterruptedException {
        try {
            var records = consumer.poll(timeout);
            uncommitted = false;
            ours.clear();
            records.forEach(record -> ours.put(Position.of(record), record));
            if (!ours.isEmpty()) {
                renewAt = clock.instant().plus(renewEvery);
            }
            if (stopping) {
                release(ours.keySet().stream().filter(at -> !casework.holds(at)).toList());
            }
            ours.values().forEach(casework::take);
        } catch (WakeupException e) {
            // stop() was called: the loop sees it
        } catch (IllegalStateException e) {
            if (!passes(e)) {
                throw e;
            }
            LOG.warn("topics={} are fetched again: {}", topics, e.getMessage());
            ours.clear(); // what the broker still holds for this consumer it delivers again
            Thread.sleep(BREATHER.toMillis());
        }
    }

    /**
     * The share consumer of Kafka 4.3.1 knows few errors of a fetch and throws on the others, those of a share
     * coordinator that moves to another broker among them.
     */
    private static boolean passes(IllegalStateException problem) {
        Matcher unknown = UNKNOWN_TO_CONSUMER.matcher(String.valueOf(problem.getMessage()));
        return unknown.matches()
                && Errors.forCode(Short.parseShort(unknown.group(1))).exception() instanceof RetriableException;
    }

    private Duration untilNextDuty() {
        Instant now = clock.instant();
        Instant next = renewAt;
        if (uncommitted && committedAt.plus(COMMIT_EVERY).isBefore(next)) {
            next = committedAt.plus(COMMIT_EVERY);
        }
        return now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
    }

    /** What is settled is accepted at once, and said to the broker with the next fetch or within 100 ms. */
    private void acceptSettled() {
        for (Position at : casework.settled()) {
            ConsumerRecord<byte[], byte[]> record = ours.remove(at);
            if (record != null) {
                consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                casework.forget(at);
                uncommitted = true;
            }
        }
        commitWhenDue(clock.instant());
    }

    private void commitWhenDue(Instant now) {
        if (uncommitted && !casework.idle() && !now.isBefore(committedAt.plus(COMMIT_EVERY))) {
            consumer.commitAsync();
            committedAt = now;
            uncommitted = false;
        }
    }

    private void renewWhenDue() throws InterruptedException {
        if (!ours.isEmpty() && !clock.instant().isBefore(renewAt)) {
            ours.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RENEW));
            renewAt = clock.instant().plus(renewEvery);
            fetch(RENEWAL);
        }
    }

    private void drain() throws InterruptedException {
        release(casework.giveUpUntouched());
        Instant end = clock.instant().plus(drain);
        while (!casework.idle() && clock.instant().isBefore(end)) {
            step();
            release(casework.giveUpUntouched());
        }
        acceptSettled();
        release(new ArrayList<>(ours.keySet()));
        casework.giveUp();
        consumer.commitAsync(); // closing the consumer waits for it
    }

    private void release(List<Position> positions) {
        for (Position at : positions) {
            ConsumerRecord<byte[], byte[]> record = ours.remove(at);
            if (record != null) {
                consumer.acknowledge(record, AcknowledgeType.RELEASE);
                uncommitted = true;
            }
        }
    }
}
