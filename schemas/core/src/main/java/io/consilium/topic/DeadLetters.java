package io.consilium.topic;

import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.RecordHeader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** Writes dead letters: the record as it was, where it lay, and why it could not be used. */
public final class DeadLetters {
    private DeadLetters() {}

    /** The key of a dead letter: the same record always has the same one. */
    public static String key(Coordinates at) {
        return at.getTopic() + "-" + at.getPartition() + "-" + at.getOffset();
    }

    public static DeadLetter.Builder of(Application reader, RawRecord record, PoisonException poison, Instant now) {
        return DeadLetter.newBuilder()
                .setApplication(reader.id())
                .setAt(record.at())
                .setKey(buffer(record.key()))
                .setValue(buffer(record.value()))
                .setHeaders(headers(record.headers()))
                .setCode(poison.code())
                .setReason(poison.getMessage())
                .setFirstFailedAt(now)
                .setLastFailedAt(now);
    }

    private static List<RecordHeader> headers(Iterable<Header> headers) {
        List<RecordHeader> kept = new ArrayList<>();
        headers.forEach(header -> kept.add(new RecordHeader(header.key(), buffer(header.value()))));
        return kept;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
