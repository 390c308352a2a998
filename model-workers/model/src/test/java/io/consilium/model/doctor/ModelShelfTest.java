package io.consilium.model.doctor;

import static io.consilium.model.doctor.FakeCheckpoints.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelShelfTest {
    @TempDir
    Path root;

    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private ModelShelf shelf;

    @BeforeEach
    void fill() throws IOException {
        checkpoint(root.resolve("generalist"), "v1");
        checkpoint(root.resolve("broken"), "broken");
        shelf = new ModelShelf(root, checkpoints);
    }

    @Test
    void shouldLoadACheckpointOnce() {
        assertThat(shelf.current("generalist")).isSameAs(shelf.current("generalist"));
        assertThat(shelf.pinned("generalist", "v1")).isSameAs(shelf.current("generalist"));
        assertThat(checkpoints.loads).hasSize(1);
    }

    @Test
    void shouldFindAPinnedVersionInAnotherDirectory() throws IOException {
        shelf.current("generalist");
        checkpoint(root.resolve("versions/generalist-2"), "v2");

        assertThat(shelf.pinned("generalist", "v2").version()).isEqualTo("v2");
        assertThat(shelf.current("generalist").version()).isEqualTo("v1");
    }

    @Test
    void shouldSayThatAPinnedVersionIsGone() {
        assertThatThrownBy(() -> shelf.pinned("generalist", "v0"))
                .isInstanceOf(ModelGoneException.class)
                .hasMessageContaining("v0")
                .hasMessageContaining(root.toString());
    }

    @Test
    void shouldNotTakeAChangedDirectoryForTheOldVersion() throws IOException {
        Path directory = checkpoint(root.resolve("other"), "v3-being-written");
        assertThatThrownBy(() -> shelf.pinned("generalist", "v3")).isInstanceOf(ModelGoneException.class);
        checkpoint(directory, "v3");

        assertThat(shelf.pinned("generalist", "v3").version()).isEqualTo("v3");
    }

    @Test
    void shouldSayWhyAPinnedVersionCannotBeLoaded() {
        assertThatThrownBy(() -> shelf.pinned("generalist", "broken"))
                .isInstanceOf(ModelGoneException.class)
                .hasMessageContaining("truncated");
    }

    @Test
    void shouldSayThatAModelIsNotThere() {
        assertThatThrownBy(() -> shelf.current("absent")).isInstanceOf(CheckpointException.class);
    }

    @Test
    void shouldCloseWhatItLoaded() {
        shelf.current("generalist");

        shelf.close();
        shelf.close();

        assertThat(checkpoints.closed).containsExactly("generalist");
    }
}
