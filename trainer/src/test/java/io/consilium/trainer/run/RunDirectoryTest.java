package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunDirectoryTest extends RunScene {
    @Test
    void writesWhatARunIsMadeOf() throws IOException {
        try (RunDirectory run = create()) {
            clock.pass(Duration.ofSeconds(1));
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("reward", 0.5);
            values.put("kl", Double.NaN);
            values.put("epoch", Double.POSITIVE_INFINITY);
            run.log(1, values);
            run.event("note", Map.of("text", "hello"));
        }
        assertThat(directory.resolve("config.yaml")).hasContent("learning_rate: 1.0E-6\ncheckpoint_every: 50\n");
        assertThat(directory.resolve("metrics.jsonl"))
                .hasContent(
                        "{\"step\":1,\"time\":\"2026-01-02T03:04:06.678Z\",\"epoch\":null,\"kl\":null,\"reward\":0.5}");
        assertThat(Files.readAllLines(directory.resolve("events.jsonl")))
                .containsExactly(
                        "{\"step\":0,\"time\":\"2026-01-02T03:04:05.678Z\",\"event\":\"started\"}",
                        "{\"step\":1,\"time\":\"2026-01-02T03:04:06.678Z\",\"event\":\"note\",\"text\":\"hello\"}");
        RunSheet sheet = RunHistory.read(directory).sheet();
        assertThat(sheet.started()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(sheet.differences(IDENTITY, Set.of())).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(directory.resolve("run.json").toFile())
                        .path("data_hash")
                        .asText())
                .isEqualTo("data1");
    }

    @Test
    void refusesADirectoryThatIsNotItsOwn() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("thesis.txt"), "mine");
        assertThatThrownBy(this::create)
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("is not empty and holds no run");
        assertThat(directory.toFile().list()).containsExactly("thesis.txt");
        assertThatThrownBy(this::resume)
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("holds no run to resume");
        directory = directory.resolve("thesis.txt");
        assertThatThrownBy(this::create).isInstanceOf(FatalException.class).hasMessageContaining("is a file");
    }

    @Test
    void refusesToStartOverARun() {
        create().close();
        assertThatThrownBy(this::create)
                .isInstanceOf(FatalException.class)
                .hasMessage(directory + " already holds a run; use --resume to go on with it, or another directory");
    }

    @Test
    void startsWhereAnotherStartEndedAtOnce() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("lock"), "");
        Files.writeString(directory.resolve("run.json.tmp"), "{");
        create().close();
        assertThat(RunHistory.read(directory).lastStep()).isZero();
    }

    @Test
    void letsOneRunWriteAtATime() {
        try (RunDirectory run = create()) {
            String inUse = directory + " is in use by a run that goes on; wait for its end or use another directory";
            assertThatThrownBy(this::create).isInstanceOf(FatalException.class).hasMessage(inUse);
            assertThatThrownBy(this::resume).isInstanceOf(FatalException.class).hasMessage(inUse);
            assertThat(run.lastCheckpoint()).isEmpty();
        }
        resume().close();
    }

    @Test
    void resumesOnlyTheSameTraining() {
        create().close();
        RunIdentity other = TestRuns.identity("data2", Map.of("learning_rate", 2e-6, "checkpoint_every", 10));
        assertThatThrownBy(() -> resume(other)).isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(
                        e.problems())
                .containsExactly("data hash: was data1, is now data2", "learning_rate: was 1.0E-6, is now 2.0E-6"));
    }

    @Test
    void resumesWithKeysThatMayChange() {
        create().close();
        resume(TestRuns.identity("data1", Map.of("checkpoint_every", 10))).close();
        assertThat(directory.resolve("config.yaml")).content().contains("checkpoint_every: 10");
        assertThat(notices).isEmpty();
    }

    @Test
    void goesBackToTheLastCheckpoint() throws IOException {
        try (RunDirectory run = create()) {
            run.stageStarted("easy", 12);
            train(run, 1, 2);
            run.log(3, Map.of("reward", 0.3));
            run.stageEnded("easy", "steps are done");
            run.ended("done");
        }
        append("metrics.jsonl", "{\"step\":4,\"time\":\"2026");
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint().orElseThrow().step()).isEqualTo(2);
            assertThat(RunHistory.read(directory).lastStep()).isEqualTo(2);
            run.log(3, Map.of("reward", 0.31));
        }
        RunHistory history = RunHistory.read(directory);
        assertThat(history.series("reward")).isEqualTo(Map.of(1L, 0.1, 2L, 0.2, 3L, 0.31));
        assertThat(history.stages()).containsExactly(new StageSpan("easy", 12, 0, 3, ""));
        assertThat(history.ended()).isEmpty();
        assertThat(history.resumptions()).isOne();
    }

    private void append(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text, StandardOpenOption.APPEND);
    }

    @Test
    void startsAgainFromTheBeginningWithoutACheckpoint() {
        try (RunDirectory run = create()) {
            run.log(0, Map.of("eval/reward", 0.1));
            run.log(1, Map.of("reward", 0.1));
        }
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint()).isEmpty();
        }
        assertThat(RunHistory.read(directory).metricNames()).isEmpty();
    }

    @Test
    void keepsExamples() {
        AnswerExample example = new AnswerExample(
                "s1",
                "What is it?",
                "aGk=",
                "B",
                "easy",
                new AnswerExample.Reply("<think>?</think>", 0.5),
                new AnswerExample.Reply("B", 1.5));
        try (RunDirectory run = create()) {
            run.examples(List.of(example, example));
            run.examples(List.of(example));
        }
        assertThat(RunHistory.read(directory).examples()).containsExactly(example);
    }
}
