package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path directory;

    private static Map<String, Tensor> two(Scope scope, float value) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", scope.floats(new float[] {value, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("b", scope.floats(new float[] {value, 8}));
        return tensors;
    }

    private SafetensorsFile written(Map<String, Tensor> tensors, ElementType type) throws IOException {
        Path file = directory.resolve("tensors-" + type + ".safetensors");
        SafetensorsWriter.write(file, tensors, type);
        return SafetensorsFile.open(file);
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        try (Scope scope = Scope.open()) {
            for (ElementType type : new ElementType[] {ElementType.F32, ElementType.BF16, ElementType.F16}) {
                SafetensorsFile file = written(two(scope, 7), type);
                assertThat(file.names()).containsExactly("a", "b");
                assertThat(file.type("a")).isEqualTo(type);
                assertThat(file.shape("a")).containsExactly(2, 3);
                Tensor a = Script.shared().tensor(scope, "cast", file.view(scope, "a"), ElementType.F32.code());
                assertThat(a.toFloats()).containsExactly(7, 2, 3, 4, 5, 6);
            }
        }
    }

    @Test
    void shouldNotWriteOverAFile() throws IOException {
        try (Scope scope = Scope.open()) {
            written(two(scope, 7), ElementType.F32);
            assertThatThrownBy(() -> written(two(scope, 8), ElementType.F32))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void shouldCopyIntoTensorsOfTheSameNamesAndShapes() throws IOException {
        try (Scope scope = Scope.open()) {
            SafetensorsFile file = written(two(scope, 7), ElementType.F32);
            Map<String, Tensor> target = two(scope, 0);
            file.copyInto(target);
            assertThat(target.get("a").toFloats()).containsExactly(7, 2, 3, 4, 5, 6);
            assertThat(target.get("b").toFloats()).containsExactly(7, 8);
        }
    }

    @Test
    void shouldNameWhatDiffersWhereOtherTensorsAreWanted() throws IOException {
        try (Scope scope = Scope.open()) {
            SafetensorsFile file = written(two(scope, 7), ElementType.F32);
            Map<String, Tensor> target = two(scope, 0);
            target.put("c", target.remove("b"));
            assertThatThrownBy(() -> file.copyInto(target))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("tensors-F32.safetensors", "lacks [c]", "holds [b]", "settings");
        }
    }

    @Test
    void shouldChangeNothingWhereAShapeDiffers() throws IOException {
        try (Scope scope = Scope.open()) {
            SafetensorsFile file = written(two(scope, 7), ElementType.F32);
            Map<String, Tensor> target = two(scope, 0);
            target.put("b", scope.floats(new float[3]));
            assertThatThrownBy(() -> file.copyInto(target))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("tensors-F32.safetensors", "'b'", "[2]", "[3]");
            assertThat(target.get("a").toFloats()).startsWith(0);
        }
    }
}
