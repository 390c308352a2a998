package io.consilium.standalone;

import static io.consilium.standalone.LettersScene.NOON;
import static io.consilium.standalone.LettersScene.SECRET;
import static io.consilium.standalone.LettersScene.TRACE;
import static io.consilium.standalone.LettersScene.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.record.DeadLetter;
import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import io.consilium.standalone.letters.Republisher;
import io.consilium.topic.Application;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters at the command line, on a real broker. */
class LettersCommandTest {
    @TempDir
    private static Path directory;

    private static LettersScene scene;

    @BeforeAll
    static void start() {
        scene = new LettersScene(directory);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void shouldListWhatIsMeantAndNeverThePatientsData() {
        scene.letter(Topics.CASES, 10, "UNKNOWN_SCHEMA", "list", NOON);
        scene.letter(Topics.CASES, 11, "TEXT_TOO_LONG", "list", NOON.plusSeconds(60));
        scene.letter(Topics.OUTCOMES, 12, "UNKNOWN_CASE", "list", NOON.plusSeconds(120));

        assertThat(scene.ids("source=list")).containsExactly("cases-0-10", "cases-0-11", "outcomes-0-12");
        assertThat(scene.ids("source=list", "reason=UNKNOWN_SCHEMA")).containsExactly("cases-0-10");
        assertThat(scene.ids("source=list", "reason=UNKNOWN_SCHEMA", "reason=UNKNOWN_CASE"))
                .containsExactly("cases-0-10", "outcomes-0-12");
        assertThat(scene.ids("source=list", "since=2026-11-01T12:01:00Z", "until=2026-11-01T12:02:00Z"))
                .containsExactly("cases-0-11");
        assertThat(scene.ids("source=list", "topic=outcomes")).containsExactly("outcomes-0-12");
        Shell.Result table = scene.run("list", "--where", "source=list");
        assertThat(table.out()).contains("cases-0-10", "UNKNOWN_SCHEMA", "3 dead letters; 0 were sent again.");
        assertThat(table.out()
                        + scene.run("list", "--json").out()
                        + scene.run("show", "cases-0-10").out())
                .doesNotContain(SECRET)
                .doesNotContain(TRACE);
    }

    @Test
    void shouldShowOneLetterAndWriteItsBytesOnlyToAFileForItsOwner() throws IOException {
        scene.letter(Topics.CASES, 20, "UNKNOWN_SCHEMA", "show", NOON);
        Path raw = directory.resolve("raw");

        Shell.Result shown = scene.run("show", "cases-0-20", "--raw-to", raw.toString());

        assertThat(shown.out()).contains("UNKNOWN_SCHEMA: as told", "show", "value 22 bytes", "2026-11-01T12:00:00Z");
        assertThat(shown.out()).contains("traceparent, nothing").doesNotContain(TRACE);
        assertThat(Files.readString(raw)).isEqualTo(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(raw)))
                .isEqualTo("rw-------");
        assertThat(scene.run("show", "cases-0-21").err()).contains("there is none of 'cases-0-21'");
    }

    @Test
    void shouldSendTheBytesAgainOnceAndSayWhoAndWhy() {
        scene.letter(Topics.CASES, 30, "UNKNOWN_SCHEMA", "send", NOON);
        scene.letter(Topics.CASES, 31, "TEXT_TOO_LONG", "send", NOON);

        Shell.Result dry = scene.republish("id=cases-0-30", "--dry-run");
        assertThat(dry.out()).contains("cases-0-30: would be sent to cases", "Would send 1 records again");
        assertThat(scene.sent("cases-0-30")).isEmpty();

        Shell.Result first = scene.republish("id=cases-0-30");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("Sent 1 records again; 0 were left out.");
        ConsumerRecord<String, String> sent = scene.sent("cases-0-30").get(0);
        assertThat(sent.key()).isEqualTo("key");
        assertThat(sent.value()).isEqualTo(SECRET);
        assertThat(header(sent, Republisher.LETTER_AT)).startsWith("dead-letters-0-");
        assertThat(header(sent, Republisher.BY)).isEqualTo("ann");
        assertThat(sent.headers().headers(Republisher.WHY)).hasSize(1);
        assertThat(header(sent, Republisher.WHY)).isEqualTo("schema registered");
        assertThat(header(sent, "traceparent")).isEqualTo(TRACE);
        assertThat(sent.headers().lastHeader("nothing").value()).isNull();

        Shell.Result second = scene.republish("source=send");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out())
                .contains("cases-0-30: left out, was sent again before as cases-0-", "by ann", "Sent 1 records");
        assertThat(scene.sent("cases-0-30")).hasSize(1);
        assertThat(scene.sent("cases-0-31")).hasSize(1);
        assertThat(scene.run("show", "cases-0-30").out()).contains("sent again", "by ann", "schema registered");

        scene.republish("id=cases-0-30", "--again");
        assertThat(scene.sent("cases-0-30")).hasSize(2);
        JsonNode told =
                scene.run("list", "--where", "id=cases-0-30", "--json").json().get(0);
        assertThat(told.path("republished")).hasSize(2);
    }

    @Test
    void shouldSendARecordOnceThatTwoApplicationsCouldNotUse() {
        scene.letter(Application.JOURNEY, Topics.OUTCOMES, 40, "UNKNOWN_CASE", "two", NOON);
        scene.letter(Application.FEEDBACK, Topics.OUTCOMES, 40, "NO_CASE", "two", NOON);

        assertThat(scene.republish("source=two").out()).contains("Sent 1 records again; 0 were left out.");
        assertThat(scene.run("list", "--where", "source=two").out()).contains("2 dead letters; 2 were sent again.");
    }

    @Test
    void shouldShutOutWhoeverBeganBefore() {
        scene.letter(Topics.CASES, 50, "UNKNOWN_SCHEMA", "shut", NOON);
        try (Republisher slow = Republisher.open(scene.endpoints, scene.serdes)) {
            Letter letter = scene.letter("cases-0-50");
            assertThat(scene.republish("source=shut").exitCode()).isZero();

            FatalException refused = catchThrowableOfType(
                    FatalException.class,
                    () -> slow.send(letter, scene.content(letter), new Republisher.Reason("bob", "late"), NOON));

            assertThat(refused).hasMessageContaining("another 'dead-letters republish' has begun");
        }
        assertThat(scene.sent("cases-0-50")).hasSize(1);
    }

    @Test
    void shouldNotOverlookARepublicationThatLiesBehindAnOpenTransaction() {
        scene.letter(Topics.CASES, 60, "UNKNOWN_SCHEMA", "open", NOON);
        Letter letter = scene.letter("cases-0-60");
        DeadLetter content = scene.content(letter);
        try (KafkaProducer<byte[], byte[]> open = scene.transaction();
                LetterBox hasty = LetterBox.open(scene.endpoints, scene.serdes, Duration.ofSeconds(1))) {
            open.send(new ProducerRecord<>(Topics.DEAD_LETTERS, new byte[1]));
            open.flush();
            try (Republisher republisher = Republisher.open(scene.endpoints, scene.serdes)) {
                republisher.send(letter, content, new Republisher.Reason("ann", "first"), NOON);
            }

            assertThat(catchThrowableOfType(TransientException.class, hasty::letters))
                    .hasMessageContaining("a transaction is still open there");
            open.commitTransaction();
        }
        assertThat(scene.letter("cases-0-60").republished()).isTrue();
    }

    @Test
    void shouldSayWhatIsWrongWithWhatWasAsked() {
        scene.letter("gone", 0, "UNKNOWN_SCHEMA", "wrong", NOON);

        assertThat(scene.run("list", "--where", "colour=red", "--where", "since=yesterday")
                        .err())
                .contains("colour=red is not one of id=…, reason=…", "since is a time such as");
        assertThat(scene.run("republish", "--by", "ann", "--why", "so").err()).contains("--where is missing");
        Shell.Result gone = scene.republish("source=wrong");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.out()).contains("gone-0-0: left out, there is no topic gone");
    }
}
