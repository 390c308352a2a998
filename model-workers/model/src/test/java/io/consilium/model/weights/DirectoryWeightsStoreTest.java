package io.consilium.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.VisionLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWeightsStoreTest {
    private static final Path STARTER = Path.of("../starter/generalist");

    @TempDir
    Path directory;

    @Test
    void shouldHoldACheckpointUnderTheHashOfItsContent() throws IOException {
        DirectoryWeightsStore store = store();

        String version = store.put(STARTER);

        Path kept = store.find(version).orElseThrow();
        assertThat(kept).isEqualTo(directory.resolve("models").resolve(version));
        assertThat(VisionLanguageModel.versionOf(kept)).isEqualTo(version).hasSize(64);
        assertThat(kept.resolve("chat_template.jinja")).hasSameBinaryContentAs(STARTER.resolve("chat_template.jinja"));
        assertThat(names()).containsExactly(version);
    }

    @Test
    void shouldKeepOneOfManyThatComeAtOnce() throws IOException {
        List<String> versions = IntStream.range(0, 4)
                .parallel()
                .mapToObj(number -> store().put(STARTER))
                .distinct()
                .toList();

        assertThat(names()).isEqualTo(versions).hasSize(1);
    }

    @Test
    void shouldTakeNoDirectoryWithoutACheckpoint() {
        assertThatThrownBy(() -> store().put(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json");
        assertThat(directory.resolve("models")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingBehindWhenACopyFails() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.createFile(blocked);

        assertThatThrownBy(() -> new DirectoryWeightsStore(blocked).put(STARTER))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Cannot copy");
    }

    @Test
    void shouldFindNothingOutsideAndNothingUnfinished() throws IOException {
        Files.createDirectories(directory.resolve("models/.part-1"));

        assertThat(store().find(".part-1")).isEmpty();
        assertThat(store().find("..")).isEmpty();
        assertThat(store().find("")).isEmpty();
        assertThat(store().find("0".repeat(64))).isEmpty();
    }

    private DirectoryWeightsStore store() {
        return new DirectoryWeightsStore(directory.resolve("models"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("models"))) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
