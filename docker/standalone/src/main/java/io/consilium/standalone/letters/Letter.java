package io.consilium.standalone.letters;

import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.RecordHeader;
import io.consilium.record.Republication;
import io.consilium.topic.DeadLetters;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A dead letter as it may be shown: without the record's bytes, which are patient data.
 *
 * @param about the letter, its key and value and its headers' values taken out
 * @param liesAt where the letter itself lies
 * @param keyBytes size of the record's key; 0 also for none
 * @param valueBytes size of the record's value; 0 also for none
 * @param republications each time the record was sent again, the first one first
 */
public record Letter(
        DeadLetter about, Coordinates liesAt, int keyBytes, int valueBytes, List<Republication> republications) {

    static Letter of(DeadLetter letter, Coordinates liesAt) {
        DeadLetter about = DeadLetter.newBuilder(letter)
                .setKey(null)
                .setValue(null)
                .setHeaders(letter.getHeaders().stream()
                        .map(header -> new RecordHeader(header.getName(), null))
                        .toList())
                .build();
        return new Letter(about, liesAt, size(letter.getKey()), size(letter.getValue()), List.of());
    }

    Letter with(List<Republication> all) {
        return new Letter(about, liesAt, keyBytes, valueBytes, List.copyOf(all));
    }

    /** Names the record that failed: the same one always has the same id, whoever could not use it. */
    public String id() {
        return DeadLetters.key(about.getAt());
    }

    public boolean republished() {
        return !republications.isEmpty();
    }

    private static int size(Optional<ByteBuffer> bytes) {
        return bytes.map(ByteBuffer::remaining).orElse(0);
    }
}
