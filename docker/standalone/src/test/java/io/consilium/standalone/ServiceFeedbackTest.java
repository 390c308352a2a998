package io.consilium.standalone;

import static io.consilium.standalone.ScriptedService.caseOf;
import static io.consilium.standalone.ScriptedService.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.record.Sample;
import io.consilium.standalone.service.StoredImages;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clinicians confirm and what is learnt from it, through the whole service. */
class ServiceFeedbackTest {
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
    void shouldConfirmWhatNamesAnOptionAndNothingElse() throws IOException {
        service.submit(caseOf("confirm-1", "Which side?"));

        assertThat(service.run("confirm", "confirm-1", "B").out()).contains("is right.");
        Shell.Result wrong = service.run("confirm", "confirm-1", "above");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("names none of the options [left, right]");
        assertThat(service.run("confirm", "nobody", "B").err()).contains("No case nobody is open");
    }

    @Test
    void shouldMakeASampleOfWhatIsConfirmedAndAnotherOfWhatContradictsIt() throws IOException {
        try (Tail<Sample> samples =
                new Tail<>(service.endpoints(), service.serdes(), Sample.class, List.of(Topics.SAMPLES))) {
            service.submit(caseOf("learn-1", "Which side?"));
            JsonNode confirmed = only(service.run("confirm", "learn-1", "B", "--department", "Radiologist", "--json"));
            assertThat(confirmed.path("answer").asText()).isEqualTo("right");
            Sample first = next(samples, "learn-1");
            assertThat(first.getConfirmed()).isEqualTo("right");
            assertThat(first.getDepartment()).contains("Radiologist");
            assertThat(first.getSeenBy()).contains("Surgeon");
            assertThat(first.getRightShare()).contains(0.0);
            assertThat(first.getOpinions()).hasSize(3);

            service.run("confirm", "learn-1", "left", "--by", "dr-2");
            Sample second = next(samples, "learn-1");
            assertThat(second.getRevision()).isEqualTo(2);
            assertThat(second.getContradicts()).contains("right");
            assertThat(second.getRightShare()).contains(1.0);
        }
        Shell.Result shown = service.run("show", "learn-1");
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

        StoredImages.open(service.data()).erase("s-2");
        Shell.Result gone = samples("--from", before.toString());
        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err()).contains("case train-1: picture", "is not in the image store");
        assertThat(samples("--from", "yesterday").err()).contains("--from is earliest, latest, a time");
        assertThat(samples("--from", "2100-01-01T00:00:00Z").err()).contains("nothing lies in it");
    }

    private static void confirm(String caseId, String subject) throws IOException {
        try (Tail<Sample> samples =
                new Tail<>(service.endpoints(), service.serdes(), Sample.class, List.of(Topics.SAMPLES))) {
            service.submit(caseOf(caseId, "Which side?").replace("s-1", subject));
            assertThat(service.run("confirm", caseId, "left").exitCode()).isZero();
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
        all.addAll(List.of("--data", service.data().toString()));
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
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
