package io.consilium.topic;

import io.consilium.record.Coordinates;
import org.apache.kafka.common.header.Header;

/**
 * A record as it lies in its topic, read by nobody yet.
 *
 * @param key may be null, as Kafka hands it over
 * @param value may be null, as Kafka hands it over
 */
public record RawRecord(Coordinates at, byte[] key, byte[] value, Iterable<Header> headers) {

    /** Where it lies; what it holds is patient data. */
    @Override
    public String toString() {
        return DeadLetters.key(at);
    }
}
