package io.consilium.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.digest.Digest;
import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.SafetensorsWriter;
import io.consilium.trainer.gate.TensorChange.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between two checkpoints, by hand. */
class ChangeTest {
    @TempDir
    private Path directory;

    private Path champion;
    private Path candidate;

    @BeforeEach
    void makeDirectories() throws IOException {
        champion = Files.createDirectory(directory.resolve("champion"));
        candidate = Files.createDirectory(directory.resolve("candidate"));
    }

    private static void write(Path checkpoint, ElementType type, Map<String, float[]> weights) throws IOException {
        write(checkpoint.resolve("model.safetensors"), weights, type);
    }

    private static void write(Path file, Map<String, float[]> weights, ElementType type) throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            weights.forEach((name, values) -> tensors.put(name, scope.floats(values)));
            SafetensorsWriter.write(file, tensors, type);
        }
    }

    private static String hash(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Digest.sha256(bytes.array());
    }

    @Test
    void shouldMeasureWhatChanged() throws IOException {
        write(champion, ElementType.F32, Map.of("a", new float[] {3, 4}, "b", new float[] {1, 2, 3}));
        write(candidate, ElementType.F32, Map.of("a", new float[] {3, 4}, "b", new float[] {1, 5, -1}));

        Change change = Change.between(champion, candidate);
        assertThat(change.tensors()).isEqualTo(2);
        assertThat(change.changed()).singleElement().satisfies(b -> {
            assertThat(b.name()).isEqualTo("b");
            assertThat(b.kind()).isEqualTo(Kind.CHANGED);
            assertThat(b.before()).contains(hash(1, 2, 3));
            assertThat(b.after()).contains(hash(1, 5, -1));
            assertThat(b.norm()).as("√(0 + 9 + 16)").isCloseTo(5, within(1e-9));
            assertThat(b.relative()).isCloseTo(5 / Math.sqrt(14), within(1e-9));
            assertThat(b.greatest()).isEqualTo(4);
            assertThat(b.isFinite()).isTrue();
        });
        assertThat(change.norm()).isCloseTo(5, within(1e-9));
    }

    @Test
    void shouldNameWhatCameWentAndChangedItsShape() throws IOException {
        write(champion, ElementType.F32, Map.of("old", new float[] {3, 4}, "wide", new float[] {1, 2}));
        write(candidate, ElementType.F32, Map.of("new", new float[] {6, 8}, "wide", new float[] {1, 2, 2}));

        Change change = Change.between(champion, candidate);
        assertThat(change.changed())
                .extracting(each -> each.name() + " " + each.kind() + " " + each.norm())
                .containsExactly("new ADDED 10.0", "old REMOVED 5.0", "wide RESHAPED 3.0");
        assertThat(change.changed().get(0).before()).isEqualTo(Optional.empty());
        assertThat(change.changed().get(1).after()).isEqualTo(Optional.empty());
    }

    @Test
    void shouldMeasureHalfPrecisionToo() throws IOException {
        write(champion, ElementType.BF16, Map.of("a", new float[] {1, 2}, "b", new float[] {1}));
        write(candidate, ElementType.BF16, Map.of("a", new float[] {1, -1}, "b", new float[] {1}));
        Change change = Change.between(champion, candidate);
        assertThat(change.changed()).extracting(TensorChange::name).containsExactly("a");
        assertThat(change.changed().get(0).norm()).isEqualTo(3);
        assertThat(change.changed().get(0).before())
                .as("1 and 2 in bfloat16, little-endian")
                .contains(Digest.sha256(new byte[] {(byte) 0x80, 0x3f, 0, 0x40}));
    }

    @Test
    void shouldReadWeightsOfAnyLengthInParts() throws IOException {
        float[] many = new float[(1 << 22) + 3];
        write(champion, ElementType.F32, Map.of("a", many));
        many[1 << 22] = 2;
        many[0] = 1;
        write(candidate, ElementType.F32, Map.of("a", many));
        assertThat(Change.between(champion, candidate).changed())
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.norm()).isCloseTo(Math.sqrt(5), within(1e-9));
                    assertThat(a.after()).contains(hash(many));
                });
    }

    @Test
    void shouldSeeWhatIsNoNumber() throws IOException {
        write(champion, ElementType.F32, Map.of("a", new float[] {1}, "b", new float[] {1}));
        write(candidate, ElementType.F32, Map.of("a", new float[] {Float.NaN}, "b", new float[] {Float.NEGATIVE_INFINITY
        }));
        assertThat(Change.between(champion, candidate).changed()).hasSize(2).noneMatch(TensorChange::isFinite);
    }

    @Test
    void shouldCompareShardsByTheirTensors() throws IOException {
        write(champion, ElementType.F32, Map.of("a", new float[] {1}, "b", new float[] {2}));
        write(candidate.resolve("model-1.safetensors"), Map.of("a", new float[] {1}), ElementType.F32);
        write(candidate.resolve("model-2.safetensors"), Map.of("b", new float[] {2}), ElementType.F32);
        assertThat(Change.between(champion, candidate).isEmpty()).isTrue();
    }

    @Test
    void shouldNameFilesThatDecideAnAnswer() throws IOException {
        for (Path checkpoint : new Path[] {champion, candidate}) {
            write(checkpoint, ElementType.F32, Map.of("a", new float[] {1}));
            Files.writeString(checkpoint.resolve("config.json"), "{}");
        }
        Files.writeString(candidate.resolve("README.md"), "new");
        Files.writeString(candidate.resolve("tokenizer.json"), "{}");
        assertThat(Change.between(champion, candidate).files()).containsExactly("tokenizer.json");
    }

    @Test
    void shouldLeaveNothingNative() throws IOException {
        write(champion, ElementType.BF16, Map.of("a", new float[] {1, 2}));
        write(candidate, ElementType.BF16, Map.of("a", new float[] {1, 3}, "b", new float[] {1}));
        Change.between(champion, candidate);
        long owned = Torch.owned();
        Change.between(champion, candidate);
        assertThat(Torch.owned()).isEqualTo(owned);
    }

    @Test
    void shouldSayWhereThereAreNoWeights() throws IOException {
        write(champion, ElementType.F32, Map.of("a", new float[] {1}));
        assertThatThrownBy(() -> Change.between(champion, candidate))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("no weights", candidate.toString());
    }
}
