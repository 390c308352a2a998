package io.consilium.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Notices when the restoring of a store stands still. A store is restored from committed records, so a transaction that
 * nobody ends holds it up for as long as it is open. Told by the stream threads, asked by another.
 */
final class RestoreWatch implements StateRestoreListener {
    private static final Duration STILL_AFTER = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<TopicPartition, Progress> restoring = new HashMap<>();

    RestoreWatch(InstantSource clock) {
        this.clock = clock;
    }

    private record Progress(String store, long at, long end, Instant since, boolean told) {}

    @Override
    public synchronized void onRestoreStart(TopicPartition partition, String store, long from, long end) {
        restoring.put(partition, new Progress(store, from, end, clock.instant(), false));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition partition, String store, long at, long count) {
        restoring.computeIfPresent(
                partition, (any, last) -> new Progress(store, at, last.end(), clock.instant(), false));
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long count) {
        restoring.remove(partition);
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition partition, String store, long count) {
        restoring.remove(partition);
    }

    /** A thread that dies says no more of its stores; whoever has them next begins anew. */
    synchronized void clear() {
        restoring.clear();
    }

    /** Which stores stand still, each told once until it goes on. */
    synchronized List<String> standstills() {
        Instant before = clock.instant().minus(STILL_AFTER);
        List<String> found = new ArrayList<>();
        restoring.replaceAll((partition, progress) -> {
            if (progress.told() || progress.since().isAfter(before)) {
                return progress;
            }
            found.add(String.format(
                    "store=%s partition=%s restored=%d of=%d: nothing more for %d s. A transaction that nobody ends may"
                            + " lie there: 'kafka-transactions.sh describe-producers --topic %s --partition %d' shows"
                            + " where it begins, 'abort' with that --start-offset ends it",
                    progress.store(),
                    partition,
                    progress.at(),
                    progress.end(),
                    STILL_AFTER.toSeconds(),
                    partition.topic(),
                    partition.partition()));
            return new Progress(progress.store(), progress.at(), progress.end(), progress.since(), true);
        });
        return found;
    }
}
