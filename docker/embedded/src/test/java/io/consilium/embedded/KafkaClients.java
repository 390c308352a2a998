package io.consilium.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a test says to a broker: make a topic, send texts, read them all. */
final class KafkaClients {
    private final Properties settings = new Properties();

    KafkaClients(String bootstrap) {
        settings.setProperty("bootstrap.servers", bootstrap);
        settings.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(16 << 20));
        settings.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    }

    void createTopic(String name) {
        createTopic(name, Map.of());
    }

    void createTopic(String name, Map<String, String> topicSettings) {
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(topicSettings)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void send(String topic, String... values) {
        for (String value : values) {
            sendKeyed(topic, null, value);
        }
    }

    void sendKeyed(String topic, String key, String value) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One for each value, which lies in the broker; the producers stay as they are. */
    @SuppressWarnings("resource")
    void beginTransactions(String topic, int timeoutMs, String... values) {
        for (String value : values) {
            Properties transactional = new Properties();
            transactional.putAll(settings);
            transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, value);
            transactional.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMs);
            KafkaProducer<String, String> producer =
                    new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer());
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, value));
            producer.flush();
        }
    }

    /** Up to where readers of committed records come. */
    long committedEnd(String topic) {
        Properties committed = new Properties();
        committed.putAll(settings);
        committed.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return end(topic, committed);
    }

    long end(String topic) {
        return end(topic, settings);
    }

    private static long end(String topic, Properties settings) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    List<String> values(String topic) {
        return read(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** As {@code key=value}. */
    List<String> records(String topic) {
        return read(topic).stream()
                .map(record -> record.key() + "=" + record.value())
                .toList();
    }

    private List<ConsumerRecord<String, String>> read(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
