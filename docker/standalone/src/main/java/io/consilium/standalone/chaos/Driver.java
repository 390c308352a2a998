package io.consilium.standalone.chaos;

import io.consilium.problem.FatalException;
import io.consilium.record.Coordinates;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Publishes traffic at a steady rate, whatever becomes of it: a slow service is not spared. What a broker did not take in
 * minutes is sent again, as a source would; what it took is remembered.
 */
final class Driver implements AutoCloseable {
    private static final int GIVE_UP_AFTER_MS = 120_000;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private final Traffic traffic;
    private final Ends ends;
    private final Serializer<SpecificRecord> serializer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ConcurrentLinkedQueue<Coordinates> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopped;

    Driver(Traffic traffic, Ends ends, KafkaConnection kafka, RecordSerdes serdes) {
        this.traffic = traffic;
        this.ends = ends;
        this.serializer = serdes.serializer();
        Map<String, Object> settings = Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                GIVE_UP_AFTER_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                GIVE_UP_AFTER_MS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                TopicCatalogue.LARGE);
        this.producer = new KafkaProducer<>(kafka.with(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns when the last turn has been published. */
    void run(int count, double perSecond) {
        long start = System.nanoTime();
        for (int number = 0; number < count && !stopped; number++) {
            long due =
                    start + (long) (number / perSecond * Duration.ofSeconds(1).toNanos());
            while (System.nanoTime() < due && !stopped) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            List<Message> messages = traffic.turn(number);
            messages.forEach(message -> message.awaited().ifPresent(ends::await));
            messages.forEach(this::send);
            turns.set(number + 1);
        }
    }

    private void send(Message message) {
        byte[] key = message.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = message.record()
                .map(record -> serialized(message.topic(), record))
                .orElse(Message.UNREADABLE);
        underWay.incrementAndGet();
        producer.send(
                new ProducerRecord<>(message.topic(), key, value),
                (metadata, failure) -> sent(message, metadata, Optional.ofNullable(failure)));
    }

    /** The registry may be away, or unable to write, when it is asked about a schema for the first time. */
    private byte[] serialized(String topic, SpecificRecord record) {
        long until = System.nanoTime() + Duration.ofMillis(GIVE_UP_AFTER_MS).toNanos();
        while (true) {
            try {
                return serializer.serialize(topic, record);
            } catch (KafkaException e) {
                if (stopped || System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN_AFTER.toNanos());
            }
        }
    }

    private void sent(Message message, RecordMetadata metadata, Optional<Exception> failure) {
        underWay.decrementAndGet();
        if (failure.isEmpty()) {
            acknowledged.add(new Coordinates(metadata.topic(), metadata.partition(), metadata.offset()));
        } else if (!stopped) {
            // Not from the producer's own thread, which would wait for itself.
            underWay.incrementAndGet();
            new Thread(() -> again(message), "resend").start();
        }
    }

    private void again(Message message) {
        send(message);
        underWay.decrementAndGet();
    }

    /** How many turns are out. */
    int turns() {
        return turns.get();
    }

    /** Records that no broker has acknowledged yet. */
    int underWay() {
        return underWay.get();
    }

    List<Coordinates> acknowledged() {
        return List.copyOf(acknowledged);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        try {
            producer.close(Duration.ofSeconds(5));
        } catch (KafkaException e) {
            throw new FatalException("the driver's producer cannot be closed: " + e.getMessage(), e);
        }
    }
}
