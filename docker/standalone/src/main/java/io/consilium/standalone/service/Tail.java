package io.consilium.standalone.service;

import io.consilium.problem.ConfigurationException;
import io.consilium.serde.RecordSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is committed to some topics from now on, without a group. Belongs to one thread. */
public final class Tail<T extends SpecificRecord> implements AutoCloseable {
    private final KafkaConsumer<String, T> consumer;

    /** Stands at the end of the topics when it returns: whatever is published later is read. */
    public Tail(Endpoints endpoints, RecordSerdes serdes, Class<T> type, List<String> topics) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100);
        consumer = new KafkaConsumer<>(
                endpoints.kafka().with(settings),
                new StringDeserializer(),
                serdes.serde(type).deserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        if (partitions.isEmpty()) {
            consumer.close();
            throw new ConfigurationException(
                    "Nothing can be read",
                    List.of("the broker has none of the topics " + topics + ": is the source registered?"));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    public List<T> next(Duration wait) {
        List<T> records = new ArrayList<>();
        for (ConsumerRecord<String, T> record : consumer.poll(wait)) {
            records.add(record.value());
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
