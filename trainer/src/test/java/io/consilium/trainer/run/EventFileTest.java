package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_500L);

    @TempDir
    Path directory;

    @Test
    void writesTheBytesThatTensorBoardWrites() {
        // Made with tensorboard 2.21: Event(wall_time=1700000000.5, step=300,
        // summary=Summary(value=[Summary.Value(tag="reward", simple_value=1.25)])) through RecordWriter.
        assertThat(HexFormat.of().formatHex(EventBytes.scalars(1_700_000_000.5, 300, Map.of("reward", 1.25f))))
                .isEqualTo(
                        "1d00000000000000602fdf230900002040fc54d94110ac022a0f0a0d0a06726577617264150000a03f60631026");
        assertThat(HexFormat.of().formatHex(EventBytes.restart(1_700_000_000.5, 301)))
                .isEqualTo("100000000000000095fbfe180900002040fc54d94110ad023a020801596f3f79");
        assertThat(HexFormat.of().formatHex(EventBytes.version(1_700_000_000.5)))
                .isEqualTo("1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110");
    }

    @Test
    void namesLaterFilesAfterEarlierOnesWhateverTheClockSays() throws IOException {
        EventFile.create(directory, NOW, 0).close();
        EventFile.create(directory, NOW.minusSeconds(5000), 51).close();
        assertThat(names())
                .containsExactly(
                        "0000.events.out.tfevents.1700000000.consilium",
                        "0001.events.out.tfevents.1699995000.consilium");
    }

    @Test
    void leavesOutWhatIsNoFiniteFloat() throws IOException {
        Map<String, Double> values = Map.of("nan", Double.NaN, "huge", 1e300, "fine", 0.5);
        try (EventFile file = EventFile.create(directory, NOW, 0)) {
            file.scalars(NOW, 1, values);
        }
        byte[] written = Files.readAllBytes(directory.resolve(names().get(0)));
        byte[] expected = EventBytes.scalars(1_700_000_000.5, 1, Map.of("fine", 0.5f));
        assertThat(written).endsWith(expected);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
