package io.consilium.standalone.chaos;

import io.consilium.audit.Found;
import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.WholeTopic;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads everything that is committed to the audited topics, as an auditor would. */
final class History {
    private final KafkaConnection kafka;
    private final RecordDecoder decoder;

    History(KafkaConnection kafka, RecordSerdes serdes) {
        this.kafka = kafka;
        this.decoder = serdes.decoder();
    }

    void tell(List<Topic> topics, Consumer<Found> each) {
        for (Topic topic : topics) {
            WholeTopic.read(kafka, topic.name(), record -> each.accept(found(topic, record)));
        }
    }

    private Found found(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        Coordinates at = new Coordinates(record.topic(), record.partition(), record.offset());
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new Found(at, value, decoded(topic, record.value()));
    }

    private Optional<SpecificRecord> decoded(Topic topic, byte[] value) {
        try {
            return Optional.of(decoder.decode(topic.name(), value, topic.records()));
        } catch (PoisonException e) {
            return Optional.empty();
        }
    }
}
