package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final RunIdentity IDENTITY = TestRuns.identity("data1", Map.of());

    @TempDir
    private Path temporary;

    private final SteppingClock clock = new SteppingClock();
    private final List<String> notices = new ArrayList<>();
    private Path directory;

    @BeforeEach
    void name() {
        directory = temporary.resolve("run");
    }

    private RunDirectory create() {
        return RunDirectory.create(directory, IDENTITY, TestRuns.settings(clock, notices::add));
    }

    private RunDirectory resume() {
        return resume(IDENTITY);
    }

    private RunDirectory resume(RunIdentity identity) {
        return RunDirectory.resume(directory, identity, TestRuns.settings(clock, notices::add));
    }

    private static CheckpointWriter weights(String content) {
        return place -> {
            Files.createDirectories(place.resolve("model"));
            Files.writeString(place.resolve("model/weights"), content);
            Files.writeString(place.resolve("state"), "state of " + content);
        };
    }

    private List<String> checkpointNames() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Logs and checkpoints each step. */
    private void train(RunDirectory run, long first, long last) {
        LongStream.rangeClosed(first, last).forEach(step -> {
            run.log(step, Map.of("reward", step / 10.0));
            run.checkpoint(step, weights("w" + step));
        });
    }

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
    void keepsTheNewestCheckpointsAndTheMarkedOnes() throws IOException {
        try (RunDirectory run = create()) {
            train(run, 1, 3);
            run.mark("best", 2);
            run.mark("end of easy", 3);
            train(run, 4, 6);
            assertThat(checkpointNames())
                    .containsExactly("marks.json", "step-00000002", "step-00000003", "step-00000005", "step-00000006");
            run.mark("best", 5);
            train(run, 7, 8);
            assertThat(run.marked("best").orElseThrow().step()).isEqualTo(5);
            assertThatThrownBy(() -> run.mark("best", 2)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(checkpointNames())
                .containsExactly("marks.json", "step-00000003", "step-00000005", "step-00000007", "step-00000008");
        try (RunDirectory run = resume()) {
            assertThat(run.marked("end of easy").orElseThrow().directory().resolve("model/weights"))
                    .hasContent("w3");
            assertThat(run.marked("worst")).isEmpty();
        }
    }

    @Test
    void replacesACheckpointOfTheSameStep() throws IOException {
        try (RunDirectory run = create()) {
            run.checkpoint(1, weights("first"));
            run.checkpoint(1, weights("second"));
        }
        assertThat(checkpointNames()).containsExactly("step-00000001");
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint().orElseThrow().directory().resolve("model/weights"))
                    .hasContent("second");
        }
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
    void clearsUpWhatAStopLeftBehind() throws IOException {
        try (RunDirectory run = create()) {
            train(run, 1, 2);
        }
        Path checkpoints = directory.resolve("checkpoints");
        Files.createDirectories(checkpoints.resolve("step-00000003.tmp/model"));
        Files.createDirectories(checkpoints.resolve("step-00000009.gone"));
        Files.move(checkpoints.resolve("step-00000002"), checkpoints.resolve("step-00000002.old"));
        Files.createDirectories(checkpoints.resolve("step-00000001.old"));
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint().orElseThrow().step()).isEqualTo(2);
        }
        assertThat(checkpointNames()).containsExactly("step-00000001", "step-00000002");
        assertThat(notices).isEmpty();
    }

    @Test
    void fallsBackFromADamagedCheckpointAndSaysSo() throws IOException {
        try (RunDirectory run = create()) {
            train(run, 1, 3);
            run.mark("best", 3);
        }
        Path damaged = directory.resolve("checkpoints/step-00000003");
        Files.writeString(damaged.resolve("model/weights"), "W3");
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint().orElseThrow().step()).isEqualTo(2);
            assertThat(run.marked("best")).isEmpty();
        }
        assertThat(notices)
                .containsExactly("checkpoint " + damaged + " is damaged: model/weights is not what was written;"
                        + " it is put aside as step-00000003.damaged and the one before it is used");
        assertThat(checkpointNames()).contains("step-00000003.damaged", "step-00000002");
        assertThat(directory.resolve("events.jsonl")).content().contains("checkpoint_damaged");
    }

    @Test
    void stopsWhenNoCheckpointIsWhole() throws IOException {
        try (RunDirectory run = create()) {
            train(run, 1, 2);
        }
        Files.delete(directory.resolve("checkpoints/step-00000001/state"));
        Files.writeString(directory.resolve("checkpoints/step-00000002/manifest.json"), "{");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(this::resume)
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith("no checkpoint is whole, so this run cannot go on")
                    .hasMessageContaining("manifest.json is no JSON")
                    .hasMessageContaining("state is missing");
        }
        assertThat(checkpointNames()).containsExactly("step-00000001", "step-00000002");
    }

    @Test
    void aFullDiskStopsTheRunAndLeavesTheLastCheckpoint() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        try (RunDirectory run = create()) {
            train(run, 1, 1);
            run.log(2, Map.of("reward", 0.2));
            assertThatThrownBy(() -> run.checkpoint(2, place -> {
                        Files.writeString(place.resolve("half"), "x");
                        Files.writeString(full, "y");
                    }))
                    .isInstanceOf(RunStoppedException.class)
                    .hasMessage("the run in " + directory + " stopped at step 2: the checkpoint of step 2 cannot be"
                            + " written: No space left on device. Make room or mend the disk, then use --resume to go"
                            + " on from the last good checkpoint, step 1 ("
                            + directory.resolve("checkpoints/step-00000001") + ")");
            assertThat(checkpointNames()).containsExactly("step-00000001");
        }
        try (RunDirectory run = resume()) {
            assertThat(run.lastCheckpoint().orElseThrow().step()).isEqualTo(1);
        }
    }

    @Test
    void aWriterThatFailsLeavesTheOlderCheckpointOfThatStep() throws IOException {
        try (RunDirectory run = create()) {
            assertThatThrownBy(() -> run.checkpoint(1, place -> {
                        throw new IOException("the cable is out");
                    }))
                    .isInstanceOf(RunStoppedException.class)
                    .hasMessageContaining("the cable is out")
                    .hasMessageEndingWith("from the beginning, for there is no checkpoint yet");
            assertThatThrownBy(() -> run.checkpoint(1, place -> Files.delete(place.resolve("absent"))))
                    .isInstanceOf(RunStoppedException.class)
                    .hasMessageContaining("NoSuchFileException");
            run.checkpoint(1, weights("good"));
            assertThatThrownBy(() -> run.checkpoint(1, place -> {
                        Files.writeString(place.resolve("half"), "x");
                        throw new IllegalStateException("a mistake in the writer");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(checkpointNames()).containsExactly("step-00000001");
            assertThat(run.lastCheckpoint().orElseThrow().directory().resolve("model/weights"))
                    .hasContent("good");
        }
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
