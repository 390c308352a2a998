package io.consilium.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every weights store promises, asked of each; and what only one that lies elsewhere can do. */
class WeightsStoreContractTest {
    private static final Path STARTER = Path.of("../../model-workers/starter/generalist");

    @TempDir
    Path directory;

    private S3Server server;
    private Bucket bucket;

    private enum Where {
        FILES,
        S3
    }

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        bucket = Bucket.open(S3Server.LOCATION);
    }

    @AfterEach
    void stop() {
        bucket.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldACheckpointUnderTheHashOfItsContent(Where where) {
        String version = store(where, "host-1").put(STARTER);

        Path kept = store(where, "host-1").find(version).orElseThrow();
        assertThat(VisionLanguageModel.versionOf(kept)).isEqualTo(version).hasSize(64);
        assertThat(store(where, "host-1").put(STARTER)).isEqualTo(version);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepOneOfManyThatComeAtOnce(Where where) {
        List<String> versions = IntStream.range(0, 4)
                .parallel()
                .mapToObj(number -> store(where, "host-1").put(STARTER))
                .distinct()
                .toList();
        assertThat(versions).hasSize(1);
        assertThat(store(where, "host-1").find(versions.get(0))).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoDirectoryWithoutACheckpoint(Where where) {
        assertThatThrownBy(() -> store(where, "host-1").put(directory)).isInstanceOf(CheckpointException.class);
        assertThat(server.versions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNothingElse(Where where) {
        assertThat(store(where, "host-1").find("..")).isEmpty();
        assertThat(store(where, "host-1").find("")).isEmpty();
        assertThat(store(where, "host-1").find("0".repeat(64))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRemoveAVersion(Where where) {
        String version = store(where, "host-1").put(STARTER);

        assertThat(store(where, "host-1").remove(version)).isTrue();
        assertThat(store(where, "host-1").find(version)).isEmpty();
        assertThat(store(where, "host-2").find(version)).isEmpty();
        assertThat(store(where, "host-1").remove(version)).isFalse();
        assertThat(server.versions()).isZero();
        assertThat(store(where, "host-1").put(STARTER)).isEqualTo(version);
    }

    @Test
    void shouldBringAVersionToAnotherHost() throws IOException {
        String version = store(Where.S3, "host-1").put(STARTER);

        Path kept = store(Where.S3, "host-2").find(version).orElseThrow();

        assertThat(kept).isEqualTo(directory.resolve("host-2").resolve(version));
        assertThat(kept.resolve("model.safetensors")).hasSameBinaryContentAs(STARTER.resolve("model.safetensors"));
    }

    @Test
    void shouldFindNothingUnfinished() {
        String version = store(Where.S3, "host-1").put(STARTER);
        bucket.erase(version + ".files");

        assertThat(store(Where.S3, "host-2").find(version)).isEmpty();
    }

    @Test
    void shouldKeepNothingDamaged() throws IOException {
        String version = store(Where.S3, "host-1").put(STARTER);
        bucket.put(version + "/config.json", "{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> store(Where.S3, "host-2").find(version))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(version);
        try (Stream<Path> left = Files.list(directory.resolve("host-2"))) {
            assertThat(left).isEmpty();
        }
    }

    private WeightsStore store(Where where, String host) {
        return where == Where.FILES
                ? new DirectoryWeightsStore(directory.resolve(host))
                : new S3WeightsStore(bucket, directory.resolve(host));
    }
}
