package io.consilium.standalone;

import io.consilium.department.DepartmentsFile;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import io.consilium.standalone.letters.Republisher;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.RawRecord;
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A broker with topics for cases and dead letters, and what an operator does with those at the command line. */
final class LettersScene implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final String SECRET = "synthetic patient text";
    static final String TRACE = "00-11111111111111111111111111111111-2222222222222222-01";

    /** Of every record that failed; the last one says that it has failed before. */
    private static final Headers HEADERS = new RecordHeaders()
            .add("traceparent", bytes(TRACE))
            .add("nothing", null)
            .add(Republisher.WHY, bytes("an earlier reason"));

    final Endpoints endpoints;
    final RecordSerdes serdes;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    LettersScene(Path directory) {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        registry = EmbeddedRegistry.start(kafka.connection(), 0);
        endpoints = new Endpoints(kafka.connection(), registry.url(), "http://localhost:1");
        serdes = RecordSerdes.at(registry.url());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            TopicCatalogue all = TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), 1);
            new TopicCreation(admin, Replication.ALONE)
                    .create(new TopicCatalogue(Stream.of(Topics.CASES, Topics.OUTCOMES, Topics.DEAD_LETTERS)
                            .map(all::topic)
                            .toList()));
        }
    }

    @Override
    public void close() {
        registry.close();
        kafka.close();
    }

    Shell.Result run(String... words) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(words));
        return Shell.run(endpoints, all.toArray(String[]::new));
    }

    Shell.Result republish(String where, String... words) {
        List<String> all =
                new ArrayList<>(List.of("republish", "--where", where, "--by", "ann", "--why", "schema registered"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    List<String> ids(String... conditions) {
        List<String> all = new ArrayList<>(List.of("list", "--json"));
        List.of(conditions).forEach(condition -> all.addAll(List.of("--where", condition)));
        return run(all.toArray(String[]::new)).json().stream()
                .map(line -> line.path("letter").asText())
                .toList();
    }

    private LetterBox box() {
        return LetterBox.open(endpoints, serdes, Duration.ofSeconds(30));
    }

    Letter letter(String id) {
        try (LetterBox box = box()) {
            return box.letters().stream()
                    .filter(letter -> letter.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    DeadLetter content(Letter letter) {
        try (LetterBox box = box()) {
            return box.open(letter);
        }
    }

    /** What was sent again of one letter. */
    List<ConsumerRecord<String, String>> sent(String id) {
        return read(Topics.CASES).stream()
                .filter(record -> header(record, Republisher.LETTER).equals(id))
                .toList();
    }

    void letter(String topic, long offset, String code, String source, Instant at) {
        letter(Application.INTAKE, topic, offset, code, source, at);
    }

    void letter(Application by, String topic, long offset, String code, String source, Instant at) {
        Coordinates where = new Coordinates(topic, 0, offset);
        DeadLetter letter = DeadLetters.of(
                        by,
                        new RawRecord(where, bytes("key"), bytes(SECRET), HEADERS),
                        new PoisonException(code, "as told"),
                        at)
                .setSource(source)
                .build();
        try (RecordPublisher publisher = new RecordPublisher(endpoints, serdes)) {
            publisher.publish(Topics.DEAD_LETTERS, DeadLetters.key(where), letter);
        }
    }

    KafkaProducer<byte[], byte[]> transaction() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "somebody-else"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private List<ConsumerRecord<String, String>> read(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
