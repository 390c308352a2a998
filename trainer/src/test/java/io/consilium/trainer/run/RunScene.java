package io.consilium.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run's directory, its clock and what it said. */
abstract class RunScene {
    static final RunIdentity IDENTITY = TestRuns.identity("data1", Map.of());

    @TempDir
    private Path temporary;

    final SteppingClock clock = new SteppingClock();
    final List<String> notices = new ArrayList<>();
    Path directory;

    @BeforeEach
    void name() {
        directory = temporary.resolve("run");
    }

    RunDirectory create() {
        return RunDirectory.create(directory, IDENTITY, TestRuns.settings(clock, notices::add));
    }

    RunDirectory resume() {
        return resume(IDENTITY);
    }

    RunDirectory resume(RunIdentity identity) {
        return RunDirectory.resume(directory, identity, TestRuns.settings(clock, notices::add));
    }

    static CheckpointWriter weights(String content) {
        return place -> {
            Files.createDirectories(place.resolve("model"));
            Files.writeString(place.resolve("model/weights"), content);
            Files.writeString(place.resolve("state"), "state of " + content);
        };
    }

    List<String> checkpointNames() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Logs and checkpoints each step. */
    void train(RunDirectory run, long first, long last) {
        LongStream.rangeClosed(first, last).forEach(step -> {
            run.log(step, Map.of("reward", step / 10.0));
            run.checkpoint(step, weights("w" + step));
        });
    }
}
