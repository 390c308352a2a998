package io.consilium.standalone.service;

import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads everything that is committed to a topic until now; what is no record of the topic is passed over. */
public final class WholeTopic {
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private WholeTopic() {}

    /** @throws TransientException when the broker gives nothing more before the end is reached */
    public static void read(Endpoints endpoints, RecordSerdes serdes, Topic topic, Consumer<SpecificRecord> each) {
        RecordDecoder decoder = serdes.decoder();
        read(endpoints.kafka(), topic.name(), record -> tell(decoder, topic, record, each));
    }

    /**
     * As it lies there.
     *
     * @throws TransientException when the broker gives nothing more before the end is reached
     */
    public static void read(KafkaConnection kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long lastNews = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    lastNews = System.nanoTime();
                    each.accept(record);
                }
                if (System.nanoTime() - lastNews > STALLED.toNanos()) {
                    throw new TransientException(
                            "the broker gives nothing more of " + topic, new TimeoutException(STALLED.toString()));
                }
            }
        }
    }

    private static void tell(
            RecordDecoder decoder, Topic topic, ConsumerRecord<byte[], byte[]> record, Consumer<SpecificRecord> each) {
        SpecificRecord told;
        try {
            told = decoder.decode(topic.name(), record.value(), topic.records());
        } catch (PoisonException e) {
            return;
        }
        each.accept(told);
    }
}
