package io.consilium.containers;

import io.consilium.record.Coordinates;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed to topics until now, by where it lies. Belongs to one thread; reads each topic once. */
final class TopicReader {
    private final Endpoints endpoints;
    private final RecordDecoder decoder;
    private final TopicCatalogue catalogue;
    private final Map<String, Map<Coordinates, SpecificRecord>> read = new HashMap<>();

    TopicReader(Endpoints endpoints, RecordSerdes serdes, TopicCatalogue catalogue) {
        this.endpoints = endpoints;
        this.decoder = serdes.decoder();
        this.catalogue = catalogue;
    }

    SpecificRecord at(Coordinates at) {
        return all(at.getTopic()).get(at);
    }

    Map<Coordinates, SpecificRecord> all(String topic) {
        return read.computeIfAbsent(topic, this::fetch);
    }

    private Map<Coordinates, SpecificRecord> fetch(String topic) {
        Map<String, Object> settings = Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        Map<Coordinates, SpecificRecord> records = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                endpoints.kafka().with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.put(
                                new Coordinates(topic, record.partition(), record.offset()),
                                decoder.decode(
                                        topic,
                                        record.value(),
                                        catalogue.topic(topic).records())));
            }
        }
        return records;
    }
}
