package io.consilium.version;

import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.ModelChange;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reads the models log from its beginning and writes to it. Belongs to one thread.
 *
 * <p>A decision is written first and judged by its place in the log: the writer reads on until it meets its own record,
 * and so learns what every other reader learns. No lock is held, and no writer can be shut out by one that hangs.
 */
public final class VersionLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODELS, 0);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final RecordDecoder decoder;
    private VersionBook book = VersionBook.EMPTY;

    private VersionLog(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<String, SpecificRecord> producer,
            RecordDecoder decoder) {
        this.consumer = consumer;
        this.producer = producer;
        this.decoder = decoder;
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    /** The models topic exists there. */
    public static VersionLog open(KafkaConnection kafka, RecordSerdes serdes) {
        Map<String, Object> reading = new HashMap<>();
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        Map<String, Object> writing = new HashMap<>();
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        // Whoever is told that nothing was published must not find it published later.
        writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 3);
        writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new VersionLog(
                new KafkaConsumer<>(kafka.with(reading), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new KafkaProducer<>(kafka.with(writing), new StringSerializer(), serdes.serializer()),
                serdes.decoder());
    }

    /** Everything that was written until now. */
    public VersionBook now() {
        readTo(consumer.endOffsets(List.of(PARTITION)).get(PARTITION), -1);
        return book;
    }

    /** What is known after waiting for changes, at most so long. */
    public VersionBook next(Duration atMost) {
        read(atMost, -1);
        return book;
    }

    /**
     * Writes a change and reads on until it is met.
     *
     * @return the change as it stands in the log: whether it counts, or why it does not
     * @throws TransientException when the broker did not take it
     */
    public LogEntry publish(ModelChange change) {
        try {
            long offset = producer.send(new ProducerRecord<>(Topics.MODELS, change.getRole(), change))
                    .get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)
                    .offset();
            return readTo(offset + 1, offset)
                    .orElseThrow(() -> new IllegalStateException("the log lost the change at offset " + offset));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TransientException("nothing was published to " + Topics.MODELS + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing", e);
        }
    }

    private Optional<LogEntry> readTo(long end, long wanted) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Optional<LogEntry> found = Optional.empty();
        while (consumer.position(PARTITION) < end) {
            Optional<LogEntry> met = read(Duration.ofMillis(100), wanted);
            found = met.isPresent() ? met : found;
            if (System.nanoTime() > until) {
                throw new TransientException(
                        "the models log cannot be read to its end",
                        new java.util.concurrent.TimeoutException(PATIENCE.toString()));
            }
        }
        return found;
    }

    private Optional<LogEntry> read(Duration atMost, long wanted) {
        Optional<LogEntry> found = Optional.empty();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            Optional<ModelChange> change = change(decoder, record.value());
            if (change.isPresent()) {
                book = book.apply(change.get());
                if (record.offset() == wanted) {
                    List<LogEntry> history = book.role(change.get().getRole()).history();
                    found = Optional.of(history.get(history.size() - 1));
                }
            }
        }
        return found;
    }

    /** Reads a record of the models topic; empty for what is no change: every reader passes over it in the same way. */
    public static Optional<ModelChange> change(RecordDecoder decoder, byte[] value) {
        try {
            return Optional.of((ModelChange) decoder.decode(Topics.MODELS, value, List.of(ModelChange.class)));
        } catch (PoisonException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(5));
    }
}
