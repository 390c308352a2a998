package io.consilium.standalone.bench;

import io.consilium.topic.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what lies in all topics, changelogs included, from a mark on. Transaction markers are no records and are not
 * counted. Belongs to one thread.
 */
final class Ledger implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private Map<TopicPartition, Long> mark;

    Ledger(KafkaConnection kafka) {
        consumer = RawConsumer.of(kafka);
        for (List<PartitionInfo> topic : consumer.listTopics().values()) {
            for (PartitionInfo partition : topic) {
                if (!partition.topic().startsWith("_")) {
                    partitions.add(new TopicPartition(partition.topic(), partition.partition()));
                }
            }
        }
        consumer.assign(partitions);
        mark = consumer.endOffsets(partitions);
    }

    /** The keys and values of all records since the mark; the mark moves to the end. */
    List<ConsumerRecord<byte[], byte[]>> sinceMark() {
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, Long> left = new HashMap<>();
        end.forEach((partition, offset) -> {
            if (offset > mark.get(partition)) {
                left.put(partition, offset);
                consumer.seek(partition, mark.get(partition));
            } else {
                consumer.seek(partition, offset);
            }
        });
        while (!left.isEmpty()) {
            consumer.poll(POLL).forEach(records::add);
            left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        }
        mark = end;
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
