package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of a run, and what happens to it on a bad disk. */
class RunCheckpointsTest extends RunScene {
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
}
