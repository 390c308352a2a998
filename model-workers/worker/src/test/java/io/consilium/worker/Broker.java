package io.consilium.worker;

import static org.awaitility.Awaitility.await;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.record.Answer;
import io.consilium.record.DeadLetter;
import io.consilium.record.Request;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** An embedded broker with every topic, and what a journey would write and read there. */
final class Broker implements AutoCloseable {
    final Departments departments = DepartmentsFile.bundled();
    final RecordSerdes serdes;
    final List<Answer> answers = new CopyOnWriteArrayList<>();
    final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    private final EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<SpecificRecord> serializer;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final Thread reading = new Thread(this::read, "test-reader");

    Broker(Path directory, int partitions) {
        kafka = EmbeddedKafka.start(directory, 0);
        serdes = RecordSerdes.at("mock://" + directory.getFileName());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicCreation(admin, (short) 1).create(TopicCatalogue.of(departments, Sources.bundled(), partitions));
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        serializer = serdes.serializer();
        reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "group.id", "test", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.subscribe(
                List.of(Topics.TRIAGE_ANSWERS, Topics.OPINIONS, Topics.ATTENDING_ANSWERS, Topics.DEAD_LETTERS));
        reading.start();
    }

    KafkaConnection connection() {
        return kafka.connection();
    }

    WorkerSettings settings(String name, int slots) {
        return WorkerSettings.of(name, slots, connection()).withConsumers(1);
    }

    void ask(Request request) {
        String topic = Requests.topicOf(request);
        publish(topic, request.getCaseId(), serializer.serialize(topic, request));
    }

    /** Asks in a transaction that is given up. */
    void askInVain(Request request) {
        String topic = Requests.topicOf(request);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "in-vain-" + request.getRequestId());
        try (KafkaProducer<byte[], byte[]> transactional =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>(topic, serializer.serialize(topic, request)));
            transactional.flush();
            transactional.abortTransaction();
        }
    }

    void publish(String topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    }

    List<String> answered() {
        return answers.stream().map(Answer::getRequestId).toList();
    }

    List<Answer> answersTo(String requestId) {
        return answers.stream()
                .filter(answer -> answer.getRequestId().equals(requestId))
                .toList();
    }

    private void read() {
        RecordDecoder decoder = serdes.decoder();
        try (reader) {
            while (true) {
                reader.poll(Duration.ofSeconds(10)).forEach(record -> {
                    SpecificRecord read =
                            decoder.decode(record.topic(), record.value(), List.of(Answer.class, DeadLetter.class));
                    if (read instanceof Answer answer) {
                        answers.add(answer);
                    } else if (read instanceof DeadLetter letter) {
                        deadLetters.add(letter);
                    }
                });
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    @Override
    public void close() {
        reader.wakeup();
        await().until(() -> !reading.isAlive());
        producer.close();
        kafka.close();
    }
}
