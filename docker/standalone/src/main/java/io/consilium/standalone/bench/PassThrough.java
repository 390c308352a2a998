package io.consilium.standalone.bench;

import io.consilium.application.Deployment;
import io.consilium.application.StreamsApplication;
import io.consilium.application.StreamsSettings;
import io.consilium.monitor.Monitor;
import io.consilium.topic.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * What exactly-once costs at least: an application that only passes bytes from one topic to another, with the journey's
 * partitions, threads and commit interval.
 */
final class PassThrough {
    private static final String IN = "bench.pass.in";
    private static final String OUT = "bench.pass.out";
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConnection kafka;
    private final Path state;
    private final int partitions;
    private final Duration commitInterval;

    PassThrough(KafkaConnection kafka, Path state, int partitions, Duration commitInterval) {
        this.kafka = kafka;
        this.state = state;
        this.partitions = partitions;
        this.commitInterval = commitInterval;
        createTopics();
    }

    /** Records a second, from the first one published to the last one read behind the application. */
    double rate(List<ConsumerRecord<byte[], byte[]>> records) {
        StreamsSettings settings = new StreamsSettings("bench-pass", kafka, state, commitInterval, 1, Deployment.ALONE);
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), IN);
        topology.addSink("out", OUT, new ByteArraySerializer(), new ByteArraySerializer(), "in");
        try (StreamsApplication application = new StreamsApplication(topology, settings, Monitor.silent());
                KafkaConsumer<byte[], byte[]> out = reader()) {
            application.start();
            while (!application.running()) {
                out.poll(POLL);
            }
            long start = System.nanoTime();
            Thread publisher = new Thread(() -> publish(records), "bench-publisher");
            publisher.start();
            int read = 0;
            while (read < records.size()) {
                read += out.poll(POLL).count();
            }
            return records.size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private void publish(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.LINGER_MS_CONFIG, 5);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.with(settings), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(IN, record.key(), record.value()));
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        KafkaConsumer<byte[], byte[]> reader = RawConsumer.of(kafka);
        List<TopicPartition> assigned = reader.partitionsFor(OUT).stream()
                .map(info -> new TopicPartition(OUT, info.partition()))
                .toList();
        reader.assign(assigned);
        reader.seekToEnd(assigned);
        assigned.forEach(reader::position);
        return reader;
    }

    private void createTopics() {
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            admin.createTopics(
                            List.of(new NewTopic(IN, partitions, (short) 1), new NewTopic(OUT, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the benchmark's topics cannot be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
