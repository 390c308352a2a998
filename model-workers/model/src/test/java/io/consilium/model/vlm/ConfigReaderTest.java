package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final Path NESTED = Golden.MODEL.resolve("config.json");
    private static final Path FLAT = Golden.REFERENCE.resolve("config.flat.json");

    @TempDir
    Path directory;

    private Path changed(Path source, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) Json.read(source);
        change.accept(json);
        Path file = directory.resolve("config.json");
        RandomCheckpoint.write(file, json);
        return file;
    }

    private void refused(Path source, Consumer<ObjectNode> change, String... reasons) throws IOException {
        Path file = changed(source, change);
        assertThatThrownBy(() -> ConfigReader.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void shouldReadTheSameFromEveryPublishedLayout() throws IOException {
        ModelConfig nested = ConfigReader.read(NESTED);
        assertThat(ConfigReader.read(FLAT)).usingRecursiveComparison().isEqualTo(nested);
        Path modern = changed(NESTED, json -> {
            ObjectNode text = (ObjectNode) json.get("text_config");
            ObjectNode rope = (ObjectNode) text.remove("rope_scaling");
            rope.set("rope_theta", text.remove("rope_theta"));
            text.set("rope_parameters", rope);
        });
        assertThat(ConfigReader.read(modern)).usingRecursiveComparison().isEqualTo(nested);
    }

    @Test
    void shouldReadValues() {
        ModelConfig config = ConfigReader.read(NESTED);
        assertThat(config.text().ropeSections()).isEqualTo(List.of(2, 3, 3));
        assertThat(config.text().tied()).isTrue();
        assertThat(config.vision().fullBlocks()).containsExactly(1);
        assertThat(config.imageToken()).isEqualTo(780);
    }

    @Test
    void shouldRefuseUnknownKeysByName() throws IOException {
        refused(FLAT, json -> json.put("sparse_experts", 8), "sparse_experts");
        refused(NESTED, json -> ((ObjectNode) json.get("text_config")).put("qk_norm", true), "qk_norm");
        refused(NESTED, json -> ((ObjectNode) json.get("vision_config")).put("deepstack", 1), "deepstack");
        refused(NESTED, json -> json.putObject("quantization_config").put("bits", 4), "quantization_config");
    }

    @Test
    void shouldRefuseUnsupportedValuesByName() throws IOException {
        refused(FLAT, json -> json.put("model_type", "qwen3_vl"), "model_type", "qwen3_vl");
        refused(FLAT, json -> json.put("hidden_act", "gelu"), "hidden_act", "gelu");
        refused(FLAT, json -> json.put("use_sliding_window", true), "use_sliding_window");
        refused(FLAT, json -> ((ObjectNode) json.get("rope_scaling")).put("type", "yarn"), "type", "yarn");
        refused(FLAT, json -> ((ObjectNode) json.get("rope_scaling")).put("factor", 4), "factor");
        refused(FLAT, json -> json.put("hidden_size", "many"), "hidden_size");
        refused(FLAT, json -> json.put("torch_dtype", "int8"), "int8");
        refused(FLAT, json -> json.remove("num_hidden_layers"), "num_hidden_layers");
    }

    @Test
    void shouldRefuseContradictions() throws IOException {
        refused(NESTED, json -> json.put("hidden_size", 128), "hidden_size", "contradicts");
        refused(FLAT, json -> json.put("num_key_value_heads", 3), "num_key_value_heads");
        refused(FLAT, json -> ((ObjectNode) json.get("vision_config")).put("out_hidden_size", 32), "out_hidden_size");
    }
}
