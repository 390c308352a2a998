package io.consilium.embedded.registry;

import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The compacted topic that holds everything a registry knows. Belongs to one thread at a time.
 *
 * <p>It has one writer: an embedded registry goes with the embedded broker, whose directory only one process can open.
 */
final class SchemaLog implements AutoCloseable {
    static final String TOPIC = Topics.SCHEMAS;

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    /** Long enough for another broker to take over from one that died: its session of 9 s, and the election. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConnection kafka;
    private final KafkaProducer<String, String> producer;
    private long next;

    SchemaLog(KafkaConnection kafka) {
        this.kafka = kafka;
        createTopic();
        Map<String, Object> settings = Map.of(
                "client.id",
                "schema-registry",
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                0,
                "max.request.size",
                8 << 20,
                "request.timeout.ms",
                5000,
                "max.block.ms",
                PATIENCE.toMillis(),
                "delivery.timeout.ms",
                (int) PATIENCE.toMillis());
        producer = new KafkaProducer<>(kafka.with(settings), new StringSerializer(), new StringSerializer());
    }

    /** Hands over, in order, every change that was not read or written through this object before. */
    void readNew(Consumer<Change> reader) {
        Map<String, Object> settings = kafka.with(Map.of("client.id", "schema-registry"));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seek(PARTITION, next);
            long end = consumer.endOffsets(List.of(PARTITION), PATIENCE).get(PARTITION);
            while (consumer.position(PARTITION, PATIENCE) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    reader.accept(change(record));
                }
            }
            next = consumer.position(PARTITION, PATIENCE);
        } catch (KafkaException e) {
            throw new TransientException("the topic " + TOPIC + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns when the changes are safe in the topic.
     *
     * @return whether nobody else wrote in between; if somebody did, {@link #readNew} tells what
     * @throws TransientException when they may or may not be in the topic; {@link #readNew} tells
     */
    boolean append(List<Change> changes) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            for (Change change : changes) {
                String value = ChangeJson.value(change).orElse(null);
                sent.add(producer.send(new ProducerRecord<>(TOPIC, 0, ChangeJson.key(change), value)));
            }
            long last = next - 1;
            for (Future<RecordMetadata> written : sent) {
                last = written.get().offset();
            }
            if (last != next - 1 + changes.size()) {
                return false;
            }
            next = last + 1;
            return true;
        } catch (ExecutionException | KafkaException e) {
            throw new TransientException("the topic " + TOPIC + " cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while " + TOPIC + " was written", e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }

    private static Change change(ConsumerRecord<String, String> record) {
        return record.key() == null
                ? new Change.Nothing()
                : ChangeJson.change(record.key(), Optional.ofNullable(record.value()));
    }

    private void createTopic() {
        NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", String.valueOf(8 << 20)));
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new FatalException("The topic " + TOPIC + " cannot be made: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("Interrupted while the schema registry started.", e);
        }
    }
}
