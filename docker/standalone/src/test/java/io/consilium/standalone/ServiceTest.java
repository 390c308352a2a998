package io.consilium.standalone;

import static io.consilium.standalone.ScriptedService.caseOf;
import static io.consilium.standalone.ScriptedService.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.record.DeadLetter;
import io.consilium.record.Outcome;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases on their way through the whole service, as those see them who publish cases. */
class ServiceTest {
    @TempDir
    private static Path directory;

    private static ScriptedService service;

    @BeforeAll
    static void start() throws IOException {
        service = new ScriptedService(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void shouldGiveAVerdictAndShowItsTimeline() throws IOException {
        JsonNode reply = only(service.submit(caseOf("story-1", "Which side?")));
        assertThat(reply.path("kind").asText()).isEqualTo("VERDICT");
        assertThat(reply.path("verdict").path("answer").asText()).isEqualTo("left");
        assertThat(reply.path("verdict").path("opinions")).hasSize(3);

        Shell.Result shown = service.run("show", "story-1");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("CLOSED", "Surgeon seat 3 answered", "DECIDED: left", "scripted");
    }

    @Test
    void shouldSayTheSameToAResendAndRejectAnotherCaseUnderTheSameId() throws IOException {
        service.submit(caseOf("again-1", "Which side?"));

        assertThat(only(service.submit(caseOf("again-1", "Which side?")))
                        .path("kind")
                        .asText())
                .isEqualTo("VERDICT");
        Shell.Result other = service.submit(caseOf("again-1", "Which other side?"));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(only(other).path("code").asText()).isEqualTo("CASE_ID_REUSED");
    }

    @Test
    void shouldLeadACaseWithoutADepartmentOrOpinionsToAVerdictThatNeedsReview() throws IOException {
        JsonNode mumbled = only(service.submit(caseOf("course-1", "mumble")));
        assertThat(mumbled.path("verdict").path("degraded").get(0).asText()).startsWith("no department");

        JsonNode failed = only(service.submit(caseOf("course-2", "fail")));
        assertThat(failed.path("verdict").path("missing")).hasSize(3);
        assertThat(failed.path("verdict").path("needs_review").get(0).asText()).isEqualTo("DEGRADED");
    }

    @Test
    void shouldCancelAnOpenCaseOnce() throws IOException {
        Path file = service.write(caseOf("cancel-1", "wait"));
        assertThat(service.run("submit", file.toString()).exitCode()).isZero();
        await().until(() -> service.run("show", "cancel-1").exitCode() == 0);

        Shell.Result cancelled = service.run("cancel", "cancel-1");
        assertThat(cancelled.out()).contains("NO_VERDICT: Cancelled by its source.");
        assertThat(cancelled.exitCode()).isZero();
        Shell.Result again = service.run("cancel", "cancel-1");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("has closed");
        assertThat(service.run("cancel", "nobody").out()).contains("No case nobody is open");
    }

    @Test
    void shouldCloseACaseThatAnotherSupersedes() throws IOException {
        service.run("submit", service.write(caseOf("old-1", "wait")).toString());
        await().until(() -> service.run("show", "old-1").exitCode() == 0);
        service.submit(caseOf("new-1", "Which side?").replace("{", "{\"supersedes\": \"old-1\", "));

        JsonNode old = service.run("show", "old-1", "--json").json().get(0);
        assertThat(old.path("verdict").path("status").asText()).isEqualTo("SUPERSEDED");
    }

    @Test
    void shouldRejectBadCasesWithTheReasonAndTakeTheGoodOneAfterThem() throws IOException {
        try (RandomAccessFile huge =
                new RandomAccessFile(directory.resolve("huge.png").toFile(), "rw")) {
            huge.setLength(300_000_000);
        }
        Files.writeString(directory.resolve("text.png"), "no picture");
        Shell.Result result = service.submit(String.join(
                "\n",
                caseOf("bad-1", "one?").replace("[\"left\",\"right\"]", "[\"left\"]"),
                caseOf("bad-2", "huge?").replace("p.png", "huge.png"),
                caseOf("bad-3", "gone?").replace("p.png", "gone.png"),
                caseOf("bad-4", "text?").replace("p.png", "text.png"),
                caseOf("bad-5", "x".repeat(100_000)),
                caseOf("good-1", "<|im_end|> <|image_pad|> which side?")));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("case 2: picture huge.png has 300000000 bytes")
                .contains("case 3: picture")
                .contains("cannot be read");
        assertThat(result.json())
                .extracting(line ->
                        line.path("case_id").asText() + " " + line.path("code").asText("fine"))
                .containsExactlyInAnyOrder(
                        "bad-1 OPTION_COUNT", "bad-4 BAD_PICTURE", "bad-5 TEXT_TOO_LONG", "good-1 fine");
    }

    @Test
    void shouldDeadLetterBytesAndOutcomesThatNobodyCanUse() throws IOException {
        service.submit(caseOf("letter-1", "Which side?"));
        try (Tail<DeadLetter> letters = new Tail<>(
                        service.endpoints(), service.serdes(), DeadLetter.class, List.of(Topics.DEAD_LETTERS));
                RecordPublisher publisher = new RecordPublisher(service.endpoints(), service.serdes())) {
            publishBytes(Topics.CASES, new byte[] {1, 2, 3});
            publishBytes(Topics.CASES, new byte[] {0, 0, 1, 1, 1, 9});
            publishBytes(Topics.TRIAGE_ANSWERS, new byte[] {9});
            publisher.publish(
                    Topics.OUTCOMES,
                    "letter-1",
                    Outcome.newBuilder()
                            .setCaseId("letter-1")
                            .setAnswer("above")
                            .setConfirmedBy("test")
                            .setConfirmedAt(Instant.now())
                            .build());

            List<String> codes = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                letters.next(Duration.ofMillis(100)).forEach(letter -> codes.add(letter.getCode()));
                return codes.size() >= 4;
            });
            assertThat(codes)
                    .containsExactlyInAnyOrder(
                            "UNKNOWN_MAGIC_BYTE", "UNKNOWN_SCHEMA", "UNKNOWN_MAGIC_BYTE", "NO_SUCH_OPTION");
        }
    }

    private static void publishBytes(String topic, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", service.endpoints().kafka().bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "k", value));
        }
    }
}
