package io.consilium.topic;

import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes dead letters: the record's bytes as they were, where it lay, and why it could not be used. */
public final class DeadLetters {
    private DeadLetters() {}

    /** The key of a dead letter: the same record always has the same one. */
    public static String key(Coordinates at) {
        return at.getTopic() + "-" + at.getPartition() + "-" + at.getOffset();
    }

    /**
     * @param key may be null, as Kafka hands it over
     * @param value may be null, as Kafka hands it over
     */
    public static DeadLetter.Builder of(
            Application reader, Coordinates at, byte[] key, byte[] value, PoisonException poison, Instant now) {
        return DeadLetter.newBuilder()
                .setApplication(reader.id())
                .setAt(at)
                .setKey(key == null ? null : ByteBuffer.wrap(key))
                .setValue(value == null ? null : ByteBuffer.wrap(value))
                .setCode(poison.code())
                .setReason(poison.getMessage())
                .setFirstFailedAt(now)
                .setLastFailedAt(now);
    }
}
