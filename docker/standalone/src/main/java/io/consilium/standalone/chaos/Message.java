package io.consilium.standalone.chaos;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record that a source or a clinician publishes.
 *
 * @param record empty where the bytes are none
 * @param awaited the message id under which the source will be told how it ended; empty where nobody is told
 */
record Message(String topic, String key, Optional<SpecificRecord> record, Optional<String> awaited) {
    static final byte[] UNREADABLE = {0, 'n', 'o', 'n', 'e'};
}
