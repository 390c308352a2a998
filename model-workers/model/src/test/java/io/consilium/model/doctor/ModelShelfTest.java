package io.consilium.model.doctor;

import static io.consilium.model.doctor.FakeCheckpoints.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.weights.WeightsStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        shelf = new ModelShelf(root, WeightsStore.EMPTY, checkpoints);
    }

    @Test
    void shouldLoadACheckpointOnce() {
        assertThat(shelf.current("generalist").model())
                .isSameAs(shelf.current("generalist").model());
        assertThat(shelf.pinned("generalist", "v1").model())
                .isSameAs(shelf.current("generalist").model());
        assertThat(checkpoints.loads).hasSize(1);
    }

    @Test
    void shouldFindAPinnedVersionInAnotherDirectory() throws IOException {
        shelf.current("generalist");
        checkpoint(root.resolve("versions/generalist-2"), "v2");

        assertThat(shelf.pinned("generalist", "v2").model().version()).isEqualTo("v2");
        assertThat(shelf.current("generalist").model().version()).isEqualTo("v1");
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

        assertThat(shelf.pinned("generalist", "v3").model().version()).isEqualTo("v3");
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

    @Test
    void shouldFreeWhatIsIdleAndNotWanted() throws IOException {
        checkpoint(root.resolve("next"), "v2");
        Lease used = shelf.pinned("generalist", "v1");
        shelf.pinned("generalist", "v2").close();

        shelf.keepOnly(Set.of());
        assertThat(checkpoints.closed).containsExactly("next");

        used.close();
        used.close();
        shelf.keepOnly(Set.of("v1"));
        assertThat(checkpoints.closed).containsExactly("next");
        shelf.keepOnly(Set.of("v2"));
        assertThat(checkpoints.closed).containsExactly("next", "generalist");

        assertThat(shelf.pinned("generalist", "v1").model().version()).isEqualTo("v1");
    }

    @Test
    void shouldAnswerWithAModelWhileAnotherLoads() throws Exception {
        checkpoint(root.resolve("slow"), "v2");
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.whileLoading = directory -> {
            if (directory.endsWith("slow")) {
                loading.countDown();
                go.await();
            }
        };
        shelf.current("generalist").close();
        CompletableFuture<Lease> first = CompletableFuture.supplyAsync(() -> shelf.pinned("generalist", "v2"));
        loading.await();

        assertThat(shelf.pinned("generalist", "v1").model().version()).isEqualTo("v1");
        shelf.keepOnly(Set.of("v1"));
        go.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS).model().version()).isEqualTo("v2");
        assertThat(checkpoints.loads).hasSize(2);
    }

    @Test
    void shouldNotServeAnotherContentThanTheStorePromised() throws IOException {
        Path damaged = checkpoint(root.resolveSibling("store").resolve("v7"), "v7-damaged");
        ModelShelf stored = new ModelShelf(root, new OneVersion("v7", damaged), checkpoints);

        assertThatThrownBy(() -> stored.pinned("generalist", "v7"))
                .isInstanceOf(ModelGoneException.class)
                .hasMessageContaining("damaged or changed")
                .hasMessageContaining("import it again");
    }

    private record OneVersion(String version, Path directory) implements WeightsStore {
        @Override
        public String put(Path checkpoint) {
            return version;
        }

        @Override
        public Optional<Path> find(String wanted) {
            return wanted.equals(version) ? Optional.of(directory) : Optional.empty();
        }

        @Override
        public boolean remove(String version) {
            return false;
        }
    }
}
