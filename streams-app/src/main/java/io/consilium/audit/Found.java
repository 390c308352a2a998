package io.consilium.audit;

import io.consilium.record.Coordinates;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A committed record as it lies in its topic.
 *
 * @param value its bytes, without the tombstone's null: empty then
 * @param record empty when the bytes are no record of the topic
 */
public record Found(Coordinates at, byte[] value, Optional<SpecificRecord> record) {
    String where() {
        return Places.words(at);
    }
}
