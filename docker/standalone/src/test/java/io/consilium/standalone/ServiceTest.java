package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.record.DeadLetter;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.StoredImages;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on its embedded broker, exactly once, used through the commands and topics that its users use. */
class ServiceTest {
    @TempDir
    private static Path directory;

    private static Service service;

    @BeforeAll
    static void start() throws IOException {
        service = Service.start(ServiceSettings.bundled(directory.resolve("data")), new ScriptedStaff());
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                "png",
                directory.resolve("p.png").toFile());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void shouldGiveAVerdictAndShowItsTimeline() throws IOException {
        JsonNode reply = only(submit(caseOf("story-1", "Which side?")));
        assertThat(reply.path("kind").asText()).isEqualTo("VERDICT");
        assertThat(reply.path("verdict").path("answer").asText()).isEqualTo("left");
        assertThat(reply.path("verdict").path("opinions")).hasSize(3);

        Shell.Result shown = Shell.run(service.endpoints(), "show", "story-1");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).contains("CLOSED", "Surgeon seat 3 answered", "DECIDED: left", "scripted");
    }

    @Test
    void shouldSayTheSameToAResendAndRejectAnotherCaseUnderTheSameId() throws IOException {
        submit(caseOf("again-1", "Which side?"));

        assertThat(only(submit(caseOf("again-1", "Which side?"))).path("kind").asText())
                .isEqualTo("VERDICT");
        Shell.Result other = submit(caseOf("again-1", "Which other side?"));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(only(other).path("code").asText()).isEqualTo("CASE_ID_REUSED");
    }

    @Test
    void shouldLeadACaseWithoutADepartmentOrOpinionsToAVerdictThatNeedsReview() throws IOException {
        JsonNode mumbled = only(submit(caseOf("course-1", "mumble")));
        assertThat(mumbled.path("verdict").path("degraded").get(0).asText()).startsWith("no department");

        JsonNode failed = only(submit(caseOf("course-2", "fail")));
        assertThat(failed.path("verdict").path("missing")).hasSize(3);
        assertThat(failed.path("verdict").path("needs_review").get(0).asText()).isEqualTo("DEGRADED");
    }

    @Test
    void shouldCancelAnOpenCaseOnce() throws IOException {
        Path file = write(caseOf("cancel-1", "wait"));
        assertThat(Shell.run(service.endpoints(), "submit", file.toString()).exitCode())
                .isZero();
        await().until(() -> Shell.run(service.endpoints(), "show", "cancel-1").exitCode() == 0);

        Shell.Result cancelled = Shell.run(service.endpoints(), "cancel", "cancel-1");
        assertThat(cancelled.out()).contains("NO_VERDICT: Cancelled by its source.");
        assertThat(cancelled.exitCode()).isZero();
        Shell.Result again = Shell.run(service.endpoints(), "cancel", "cancel-1");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("has closed");
        assertThat(Shell.run(service.endpoints(), "cancel", "nobody").out()).contains("No case nobody is open");
    }

    @Test
    void shouldCloseACaseThatAnotherSupersedes() throws IOException {
        Shell.run(service.endpoints(), "submit", write(caseOf("old-1", "wait")).toString());
        await().until(() -> Shell.run(service.endpoints(), "show", "old-1").exitCode() == 0);
        submit(caseOf("new-1", "Which side?").replace("{", "{\"supersedes\": \"old-1\", "));

        JsonNode old =
                Shell.run(service.endpoints(), "show", "old-1", "--json").json().get(0);
        assertThat(old.path("verdict").path("status").asText()).isEqualTo("SUPERSEDED");
    }

    @Test
    void shouldConfirmWhatNamesAnOptionAndNothingElse() throws IOException {
        submit(caseOf("confirm-1", "Which side?"));

        assertThat(Shell.run(service.endpoints(), "confirm", "confirm-1", "B").out())
                .contains("is right.");
        Shell.Result wrong = Shell.run(service.endpoints(), "confirm", "confirm-1", "above");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("names none of the options [left, right]");
        assertThat(Shell.run(service.endpoints(), "confirm", "nobody", "B").err())
                .contains("No case nobody is open");
    }

    @Test
    void shouldMakeASampleOfWhatIsConfirmedAndAnotherOfWhatContradictsIt() throws IOException {
        try (Tail<Sample> samples =
                new Tail<>(service.endpoints(), service.serdes(), Sample.class, List.of(Topics.SAMPLES))) {
            submit(caseOf("learn-1", "Which side?"));
            JsonNode confirmed = only(
                    Shell.run(service.endpoints(), "confirm", "learn-1", "B", "--department", "Radiologist", "--json"));
            assertThat(confirmed.path("answer").asText()).isEqualTo("right");
            Sample first = next(samples, "learn-1");
            assertThat(first.getConfirmed()).isEqualTo("right");
            assertThat(first.getDepartment()).contains("Radiologist");
            assertThat(first.getSeenBy()).contains("Surgeon");
            assertThat(first.getRightShare()).contains(0.0);
            assertThat(first.getOpinions()).hasSize(3);

            Shell.run(service.endpoints(), "confirm", "learn-1", "left", "--by", "dr-2");
            Sample second = next(samples, "learn-1");
            assertThat(second.getRevision()).isEqualTo(2);
            assertThat(second.getContradicts()).contains("right");
            assertThat(second.getRightShare()).contains(1.0);
        }
        Shell.Result shown = Shell.run(service.endpoints(), "show", "learn-1");
        assertThat(shown.out())
                .containsPattern("by cli: right, department Radiologist  \\(overruled by a later one\\)")
                .containsPattern("by dr-2: left  \\(counts\\)");
    }

    @Test
    void shouldTrainOnAFixedRangeOfWhatWasConfirmed() throws IOException {
        Instant before = Instant.now();
        confirm("train-1", "s-2");
        confirm("train-2", "s-3");
        confirm("train-3", "s-7");
        Path file = directory.resolve("exported.jsonl");
        JsonNode range = only(samples("--from", before.toString(), "--out", file.toString(), "--json"));
        assertThat(range.path("splits").path("training").asInt()).isEqualTo(2);
        assertThat(range.path("splits").path("validation").asInt()).isEqualTo(1);
        assertThat(range.path("difficulties").path("easy").asInt()).isEqualTo(3);
        assertThat(Files.readAllLines(file)).hasSize(3);

        String[] offsets = range.path("range").asText().split(",");
        String from = String.join(
                ",", Arrays.stream(offsets).map(one -> one.split("-")[0]).toList());
        Path run = directory.resolve("run");
        Shell.Result trained = Shell.run(train(run, "--from", from));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(Files.readString(run.resolve("run.json")))
                .contains(
                        range.path("hash").asText(),
                        "\"sample_range\" : \"" + range.path("range").asText());

        confirm("train-4", "s-4");
        Shell.Result resumed = Shell.run(train(run, "--resume"));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        Shell.Result another = Shell.run(train(run, "--resume", "--from", from));
        assertThat(another.exitCode()).isEqualTo(2);
        assertThat(another.err()).contains("holds a run with other settings", "sample_range");

        StoredImages.open(directory.resolve("data")).erase("s-2");
        Shell.Result gone = samples("--from", before.toString());
        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err()).contains("case train-1: picture", "is not in the image store");
        assertThat(samples("--from", "yesterday").err()).contains("--from is earliest, latest, a time");
        assertThat(samples("--from", "2100-01-01T00:00:00Z").err()).contains("nothing lies in it");
    }

    private static void confirm(String caseId, String subject) throws IOException {
        try (Tail<Sample> samples =
                new Tail<>(service.endpoints(), service.serdes(), Sample.class, List.of(Topics.SAMPLES))) {
            submit(caseOf(caseId, "Which side?").replace("s-1", subject));
            assertThat(Shell.run(service.endpoints(), "confirm", caseId, "left").exitCode())
                    .isZero();
            next(samples, caseId);
        }
    }

    private static Shell.Result samples(String... words) {
        return Shell.run(withTopic("samples", words));
    }

    private static String[] train(Path run, String... words) {
        List<String> all = new ArrayList<>(List.of("sft", "--out", run.toString()));
        all.addAll(List.of("--set", "steps=1", "--set", "prompts_per_step=1"));
        all.addAll(List.of(words));
        return withTopic("train", all.toArray(String[]::new));
    }

    private static String[] withTopic(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        all.addAll(List.of("--bootstrap", service.endpoints().kafka().bootstrap()));
        all.addAll(List.of("--registry", service.endpoints().registry()));
        all.addAll(List.of("--data", directory.resolve("data").toString()));
        return all.toArray(String[]::new);
    }

    private static Sample next(Tail<Sample> samples, String caseId) {
        List<Sample> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            samples.next(Duration.ofMillis(100)).stream()
                    .filter(sample -> sample.getCaseId().equals(caseId))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return only(found);
    }

    @Test
    void shouldRejectBadCasesWithTheReasonAndTakeTheGoodOneAfterThem() throws IOException {
        try (RandomAccessFile huge =
                new RandomAccessFile(directory.resolve("huge.png").toFile(), "rw")) {
            huge.setLength(300_000_000);
        }
        Files.writeString(directory.resolve("text.png"), "no picture");
        Shell.Result result = submit(String.join(
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
        submit(caseOf("letter-1", "Which side?"));
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

    private static Shell.Result submit(String lines) throws IOException {
        return Shell.run(
                service.endpoints(), "submit", write(lines).toString(), "--wait", "--json", "--patience", "30");
    }

    private static Path write(String lines) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cases", ".jsonl"), lines);
    }

    private static String caseOf(String id, String question) {
        return "{\"case_id\": \"" + id + "\", \"subject\": \"s-1\", \"question\": \"" + question
                + "\", \"options\": [\"left\",\"right\"], \"images\": [\"p.png\"]}";
    }

    private static JsonNode only(Shell.Result result) {
        assertThat(result.json()).as(result.err()).hasSize(1);
        return only(result.json());
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
