package io.consilium.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Says a word of its own, then writes for ever to its log. */
    private static final List<String> WRITER =
            List.of("sh", "-c", "echo I am ready; while :; do echo \"$WORD\"; sleep 0.05; done");

    @TempDir
    private Path directory;

    private LocalProcess process;

    @BeforeEach
    void start() {
        process = new LocalProcess("writer", WRITER, Map.of("WORD", "more"), directory.resolve("out.log"));
        process.start();
        await().atMost(PATIENCE).until(() -> process.said("more"));
    }

    @AfterEach
    void close() {
        process.close();
    }

    @Test
    void itSaysAgainThatItIsReadyWhenItIsStartedAgain() {
        process.kill();
        assertThat(process.alive()).isFalse();
        assertThat(process.said("ready")).isFalse();

        process.start();
        await().atMost(PATIENCE).until(() -> process.said("ready"));
    }

    @Test
    void whatEndsByItselfHasDiedAndWhatIsKilledHasNot() {
        process.kill();
        assertThat(process.died()).isFalse();

        LocalProcess brief = new LocalProcess("brief", List.of("true"), Map.of(), directory.resolve("brief.log"));
        brief.start();
        await().atMost(PATIENCE).until(brief::died);
    }

    @Test
    void aPausedProcessWritesNothingUntilItGoesOn() throws IOException {
        process.pause();
        await().atMost(PATIENCE).until(() -> stopped(process.pid()));
        long size = Files.size(process.log());

        process.resume();
        await().atMost(PATIENCE).until(() -> Files.size(process.log()) > size);
    }

    @Test
    void aFullDiskEndsWhatWrites() {
        process.expectEnd();
        process.fillDisk();

        assertThat(process.awaitEnd(PATIENCE)).isTrue();
        assertThat(process.died()).isFalse();
    }

    @Test
    void whatIsClosedIsNotStartedAgain() {
        process.close();
        process.start();

        assertThat(process.alive()).isFalse();
    }

    private static boolean stopped(long pid) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(pid), "stat")).contains(") T ");
    }
}
