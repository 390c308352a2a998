package io.consilium.standalone.service;

import io.consilium.monitor.Hop;
import io.consilium.monitor.Trace;
import io.consilium.monitor.Tracing;
import io.consilium.problem.RootCause;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.TopicCatalogue;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes records as any client of the service would: idempotent, acknowledged by all replicas. Safe for threads. */
public final class RecordPublisher implements AutoCloseable {
    private final KafkaProducer<String, SpecificRecord> producer;
    private final Tracing tracing;

    public RecordPublisher(Endpoints endpoints, RecordSerdes serdes) {
        this(endpoints, serdes, Tracing.off());
    }

    /** @param tracing begins a trace with each record; belongs to the caller */
    public RecordPublisher(Endpoints endpoints, RecordSerdes serdes, Tracing tracing) {
        this.tracing = tracing;
        Map<String, Object> settings = Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                15_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                TopicCatalogue.LARGE);
        this.producer =
                new KafkaProducer<>(endpoints.kafka().with(settings), new StringSerializer(), serdes.serializer());
    }

    /** Sends without waiting; the future fails when the broker did not take the record. */
    public Future<RecordMetadata> send(String topic, String key, SpecificRecord record) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        Hop hop = tracing.start("publish " + topic, SpanKind.PRODUCER, Trace.NONE);
        producer.send(new ProducerRecord<>(topic, null, key, record, hop.trace().headers()), (metadata, failure) -> {
            if (failure == null) {
                sent.complete(metadata);
            } else {
                hop.failed(failure.getClass().getSimpleName());
                sent.completeExceptionally(failure);
            }
            hop.close();
        });
        return sent;
    }

    /** @throws TransientException when the broker did not take the record */
    public RecordMetadata publish(String topic, String key, SpecificRecord record) {
        try {
            return send(topic, key, record).get();
        } catch (ExecutionException e) {
            throw new TransientException("nothing was published to " + topic + ": " + RootCause.message(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
