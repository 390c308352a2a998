package io.consilium.worker;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.monitor.Trace;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.record.Request;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** The wire of a worker that is connected: the registry's format, a producer that all its threads share. */
final class KafkaWire implements Wire {
    private static final int SERVER_ERROR = 500;

    private final RecordDecoder decoder;
    private final Serializer<SpecificRecord> serializer;
    private final Producer<byte[], byte[]> producer;

    KafkaWire(RecordSerdes serdes, Producer<byte[], byte[]> producer) {
        this.decoder = serdes.decoder();
        this.serializer = serdes.serializer();
        this.producer = producer;
    }

    @Override
    public Request request(ConsumerRecord<byte[], byte[]> record) {
        return (Request) decoder.decode(record.topic(), record.value(), List.of(Request.class));
    }

    @Override
    public void publish(Outgoing outgoing, Trace trace, Consumer<Optional<Exception>> done) {
        byte[] key = outgoing.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = bytes(outgoing);
        producer.send(
                new ProducerRecord<>(outgoing.topic(), null, key, value, trace.headers()),
                (metadata, problem) -> done.accept(Optional.ofNullable(problem)));
    }

    private byte[] bytes(Outgoing outgoing) {
        try {
            return serializer.serialize(outgoing.topic(), outgoing.record());
        } catch (SerializationException e) {
            if (e.getCause() instanceof RestClientException refused && refused.getStatus() < SERVER_ERROR) {
                throw new FatalException(
                        "the schema registry refuses the records of " + outgoing.topic() + ": " + refused.getMessage(),
                        e);
            }
            throw new TransientException("the schema registry cannot be asked", e);
        }
    }
}
