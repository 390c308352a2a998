package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.department.DepartmentsFile;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.problem.FatalException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
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
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters at the command line, on a real broker. */
class LettersCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final String SECRET = "synthetic patient text";

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;
    private static Endpoints endpoints;
    private static RecordSerdes serdes;

    @BeforeAll
    static void start() {
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

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void shouldListWhatIsMeantAndNeverThePatientsData() {
        letter(Topics.CASES, 10, "UNKNOWN_SCHEMA", "list", NOON);
        letter(Topics.CASES, 11, "TEXT_TOO_LONG", "list", NOON.plusSeconds(60));
        letter(Topics.OUTCOMES, 12, "UNKNOWN_CASE", "list", NOON.plusSeconds(120));

        assertThat(ids("source=list")).containsExactly("cases-0-10", "cases-0-11", "outcomes-0-12");
        assertThat(ids("source=list", "reason=UNKNOWN_SCHEMA")).containsExactly("cases-0-10");
        assertThat(ids("source=list", "reason=UNKNOWN_SCHEMA", "reason=UNKNOWN_CASE"))
                .containsExactly("cases-0-10", "outcomes-0-12");
        assertThat(ids("source=list", "since=2026-11-01T12:01:00Z", "until=2026-11-01T12:02:00Z"))
                .containsExactly("cases-0-11");
        assertThat(ids("source=list", "topic=outcomes")).containsExactly("outcomes-0-12");
        Shell.Result table = run("list", "--where", "source=list");
        assertThat(table.out()).contains("cases-0-10", "UNKNOWN_SCHEMA", "3 dead letters; 0 were sent again.");
        assertThat(table.out()
                        + run("list", "--json").out()
                        + run("show", "cases-0-10").out())
                .doesNotContain(SECRET);
    }

    @Test
    void shouldShowOneLetterAndWriteItsBytesOnlyToAFileForItsOwner() throws IOException {
        letter(Topics.CASES, 20, "UNKNOWN_SCHEMA", "show", NOON);
        Path raw = directory.resolve("raw");

        Shell.Result shown = run("show", "cases-0-20", "--raw-to", raw.toString());

        assertThat(shown.out()).contains("UNKNOWN_SCHEMA: as told", "show", "value 22 bytes", "2026-11-01T12:00:00Z");
        assertThat(Files.readString(raw)).isEqualTo(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(raw)))
                .isEqualTo("rw-------");
        assertThat(run("show", "cases-0-21").err()).contains("there is none of 'cases-0-21'");
    }

    @Test
    void shouldSendTheBytesAgainOnceAndSayWhoAndWhy() {
        letter(Topics.CASES, 30, "UNKNOWN_SCHEMA", "send", NOON);
        letter(Topics.CASES, 31, "TEXT_TOO_LONG", "send", NOON);

        Shell.Result dry = republish("id=cases-0-30", "--dry-run");
        assertThat(dry.out()).contains("cases-0-30: would be sent to cases", "Would send 1 records again");
        assertThat(sent("cases-0-30")).isEmpty();

        Shell.Result first = republish("id=cases-0-30");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("Sent 1 records again; 0 were left out.");
        ConsumerRecord<String, String> sent = sent("cases-0-30").get(0);
        assertThat(sent.key()).isEqualTo("key");
        assertThat(sent.value()).isEqualTo(SECRET);
        assertThat(header(sent, Republisher.LETTER_AT)).startsWith("dead-letters-0-");
        assertThat(header(sent, Republisher.BY)).isEqualTo("ann");
        assertThat(header(sent, Republisher.WHY)).isEqualTo("schema registered");

        Shell.Result second = republish("source=send");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out())
                .contains("cases-0-30: left out, was sent again before as cases-0-", "by ann", "Sent 1 records");
        assertThat(sent("cases-0-30")).hasSize(1);
        assertThat(sent("cases-0-31")).hasSize(1);
        assertThat(run("show", "cases-0-30").out()).contains("sent again", "by ann", "schema registered");

        republish("id=cases-0-30", "--again");
        assertThat(sent("cases-0-30")).hasSize(2);
        JsonNode told = run("list", "--where", "id=cases-0-30", "--json").json().get(0);
        assertThat(told.path("republished")).hasSize(2);
    }

    @Test
    void shouldSendARecordOnceThatTwoApplicationsCouldNotUse() {
        letter(Application.JOURNEY, Topics.OUTCOMES, 40, "UNKNOWN_CASE", "two", NOON);
        letter(Application.FEEDBACK, Topics.OUTCOMES, 40, "NO_CASE", "two", NOON);

        assertThat(republish("source=two").out()).contains("Sent 1 records again; 0 were left out.");
        assertThat(run("list", "--where", "source=two").out()).contains("2 dead letters; 2 were sent again.");
    }

    @Test
    void shouldShutOutWhoeverBeganBefore() {
        letter(Topics.CASES, 50, "UNKNOWN_SCHEMA", "shut", NOON);
        try (Republisher slow = Republisher.open(endpoints, serdes)) {
            Letter letter = letter("cases-0-50");
            assertThat(republish("source=shut").exitCode()).isZero();

            FatalException refused = catchThrowableOfType(
                    FatalException.class,
                    () -> slow.send(letter, content(letter), new Republisher.Reason("bob", "late"), NOON));

            assertThat(refused).hasMessageContaining("another 'dead-letters republish' has begun");
        }
        assertThat(sent("cases-0-50")).hasSize(1);
    }

    @Test
    void shouldNotOverlookARepublicationThatLiesBehindAnOpenTransaction() {
        letter(Topics.CASES, 60, "UNKNOWN_SCHEMA", "open", NOON);
        Letter letter = letter("cases-0-60");
        DeadLetter content = content(letter);
        try (KafkaProducer<byte[], byte[]> open = transaction();
                LetterBox hasty = LetterBox.open(endpoints, serdes, Duration.ofSeconds(1))) {
            open.send(new ProducerRecord<>(Topics.DEAD_LETTERS, new byte[1]));
            open.flush();
            try (Republisher republisher = Republisher.open(endpoints, serdes)) {
                republisher.send(letter, content, new Republisher.Reason("ann", "first"), NOON);
            }

            assertThat(catchThrowableOfType(TransientException.class, hasty::letters))
                    .hasMessageContaining("a transaction is still open there");
            open.commitTransaction();
        }
        assertThat(letter("cases-0-60").republished()).isTrue();
    }

    @Test
    void shouldSayWhatIsWrongWithWhatWasAsked() {
        letter("gone", 0, "UNKNOWN_SCHEMA", "wrong", NOON);

        assertThat(run("list", "--where", "colour=red", "--where", "since=yesterday")
                        .err())
                .contains("colour=red is not one of id=…, reason=…", "since is a time such as");
        assertThat(run("republish", "--by", "ann", "--why", "so").err()).contains("--where is missing");
        Shell.Result gone = republish("source=wrong");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.out()).contains("gone-0-0: left out, there is no topic gone");
    }

    private Shell.Result run(String... words) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(words));
        return Shell.run(endpoints, all.toArray(String[]::new));
    }

    private Shell.Result republish(String where, String... words) {
        List<String> all =
                new ArrayList<>(List.of("republish", "--where", where, "--by", "ann", "--why", "schema registered"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private List<String> ids(String... conditions) {
        List<String> all = new ArrayList<>(List.of("list", "--json"));
        List.of(conditions).forEach(condition -> all.addAll(List.of("--where", condition)));
        return run(all.toArray(String[]::new)).json().stream()
                .map(line -> line.path("letter").asText())
                .toList();
    }

    private static LetterBox box() {
        return LetterBox.open(endpoints, serdes, Duration.ofSeconds(30));
    }

    private static Letter letter(String id) {
        try (LetterBox box = box()) {
            return box.letters().stream()
                    .filter(letter -> letter.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static DeadLetter content(Letter letter) {
        try (LetterBox box = box()) {
            return box.open(letter);
        }
    }

    /** What was sent again of one letter. */
    private static List<ConsumerRecord<String, String>> sent(String id) {
        return read(Topics.CASES).stream()
                .filter(record -> header(record, Republisher.LETTER).equals(id))
                .toList();
    }

    private void letter(String topic, long offset, String code, String source, Instant at) {
        letter(Application.INTAKE, topic, offset, code, source, at);
    }

    private void letter(Application by, String topic, long offset, String code, String source, Instant at) {
        Coordinates where = new Coordinates(topic, 0, offset);
        DeadLetter letter = DeadLetters.of(
                        by, where, bytes("key"), bytes(SECRET), new PoisonException(code, "as told"), at)
                .setSource(source)
                .build();
        try (RecordPublisher publisher = new RecordPublisher(endpoints, serdes)) {
            publisher.publish(Topics.DEAD_LETTERS, DeadLetters.key(where), letter);
        }
    }

    private KafkaProducer<byte[], byte[]> transaction() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "somebody-else"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private static List<ConsumerRecord<String, String>> read(String topic) {
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

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
