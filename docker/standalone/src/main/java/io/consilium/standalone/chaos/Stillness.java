package io.consilium.standalone.chaos;

import io.consilium.problem.TransientException;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Knows whether anything is still written to the topics of a service. */
final class Stillness {
    /** Longer than any doctor, commit or heartbeat takes. */
    private static final Duration STILL_FOR = Duration.ofSeconds(8);

    private final KafkaConnection kafka;
    private final TopicCatalogue catalogue;

    Stillness(KafkaConnection kafka, TopicCatalogue catalogue) {
        this.kafka = kafka;
        this.catalogue = catalogue;
    }

    /** Returns when nothing has been written for a while, or when the time is over. */
    void await(long atMostNanos) {
        long until = System.nanoTime() + atMostNanos;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.with(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = catalogue.topics().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            Map<TopicPartition, Long> before = Map.of();
            Map<TopicPartition, Long> now = consumer.endOffsets(partitions);
            while (!now.equals(before) && System.nanoTime() < until) {
                TimeUnit.NANOSECONDS.sleep(STILL_FOR.toNanos());
                before = now;
                now = consumer.endOffsets(partitions);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while everything came to rest", e);
        }
    }
}
