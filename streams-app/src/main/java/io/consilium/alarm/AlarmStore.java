package io.consilium.alarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * When to look at which case, ordered by time: reading what is due costs what is due, not what is open. Owned by one
 * stream thread.
 *
 * <p>A case that gets a later deadline may keep its alarm and be armed again when that rings: a case that moves often
 * then costs one entry, not one for each move.
 */
public final class AlarmStore {
    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    /** No entry lies before this time: spares a tick from walking over what earlier ticks deleted. */
    private long floor;

    public AlarmStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** An alarm that rings for a case. */
    public record Alarm(Instant at, String caseId) {}

    public void arm(Alarm alarm) {
        floor = Math.min(floor, alarm.at().toEpochMilli());
        store.put(key(alarm), NOTHING);
    }

    public void disarm(Alarm alarm) {
        store.delete(key(alarm));
    }

    /** Takes what is due out of the store, earliest first; the caller arms again what it still needs. */
    public List<Alarm> ring(Instant now) {
        List<Alarm> due = until(now);
        due.forEach(this::disarm);
        floor = now.toEpochMilli();
        return due;
    }

    /** What rings up to a time, earliest first; it stays in the store. */
    public List<Alarm> until(Instant time) {
        List<Alarm> alarms = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from(floor), from(time.toEpochMilli() + 1))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                alarms.add(alarm(entry.key));
            }
        }
        return alarms;
    }

    private static Bytes from(long millis) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
    }

    private static Bytes key(Alarm alarm) {
        byte[] caseId = alarm.caseId().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + caseId.length)
                .putLong(alarm.at().toEpochMilli())
                .put(caseId)
                .array());
    }

    private static Alarm alarm(Bytes key) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        Instant at = Instant.ofEpochMilli(buffer.getLong());
        return new Alarm(at, StandardCharsets.UTF_8.decode(buffer).toString());
    }
}
