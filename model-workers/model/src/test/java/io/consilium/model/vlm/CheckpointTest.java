package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are broken, and layouts that are not. */
class CheckpointTest {
    @TempDir
    Path directory;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(Golden.MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName().toString()));
            }
        }
    }

    private void refused(String... reasons) {
        long before = Torch.owned();
        assertThatThrownBy(() -> VisionLanguageModel.load(directory, Precision.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(reasons);
        assertThat(Torch.owned()).isEqualTo(before);
    }

    private void change(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) Json.read(directory.resolve(name));
        change.accept(json);
        RandomCheckpoint.write(directory.resolve(name), json);
    }

    @Test
    void shouldNameMissingFiles() throws IOException {
        for (String name : List.of("model.safetensors", "preprocessor_config.json", "tokenizer.json", "config.json")) {
            Files.delete(directory.resolve(name));
            refused("Missing file", name);
        }
        assertThatThrownBy(() -> VisionLanguageModel.load(directory.resolve("none"), Precision.F32))
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void shouldRefuseTruncatedAndBrokenWeights() throws IOException {
        Path weights = directory.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length - 100));
        refused("truncated");
        Files.write(weights, Arrays.copyOf(whole, 1_000));
        refused("truncated");
        Files.write(weights, new byte[3]);
        refused("no safetensors file");
        Files.writeString(weights, "version https://example.org/pointer\n".repeat(3));
        refused("no safetensors file");
        byte[] garbled = whole.clone();
        garbled[9] = '#';
        Files.write(weights, garbled);
        refused("not valid JSON");
    }

    @Test
    void shouldRefuseWeightsOfAnotherShape() throws IOException {
        change("config.json", json -> ((ObjectNode) json.get("text_config")).put("intermediate_size", 111));
        refused("mlp", "[112, 64]", "[111, 64]");
        change("config.json", json -> ((ObjectNode) json.get("text_config")).put("num_hidden_layers", 3));
        refused("Missing", "layers.2");
        change("config.json", json -> ((ObjectNode) json.get("text_config")).put("num_hidden_layers", 1));
        refused("Not asked for", "layers.1");
    }

    @Test
    void shouldRefuseATokenizerThatDoesNotFit() throws IOException {
        change("tokenizer.json", json -> ((ObjectNode) json.path("added_tokens").get(13)).put("id", 790));
        refused("tokenizer does not fit", "790");
        change("tokenizer.json", json -> json.set("added_tokens", Json.MAPPER.createArrayNode()));
        refused("tokenizer", "<|image_pad|>");
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"vocab\": {\"a\": 1}}}");
        refused("tokenizer.json");
        Files.writeString(directory.resolve("tokenizer.json"), "{\"version\":");
        refused("not valid JSON");
    }

    @Test
    void shouldRefuseAnotherFamilysChatTemplate() throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), "{% for m in messages %}[INST]{{ m }}{% endfor %}");
        refused("chat template");
    }

    @Test
    void shouldRefuseAnImageProcessorThatDiffers() throws IOException {
        change("preprocessor_config.json", json -> json.put("patch_size", 16));
        refused("patch_size");
        change("preprocessor_config.json", json -> json.put("patch_size", 14).put("do_pixel_magic", true));
        refused("do_pixel_magic");
    }

    @Test
    void shouldChangeItsVersionWithItsContentOnly() throws IOException {
        String version = CheckpointFiles.version(directory);
        assertThat(version).hasSize(64).isEqualTo(CheckpointFiles.version(Golden.MODEL));
        Files.writeString(directory.resolve("README.md"), "hello");
        assertThat(CheckpointFiles.version(directory)).isEqualTo(version);
        change("generation_config.json", json -> json.put("eos_token_id", 768));
        assertThat(CheckpointFiles.version(directory)).isNotEqualTo(version);
    }

    /** The same weights under Transformers' other names, in two shards, the second of which cannot be mapped in place. */
    @Test
    void shouldReadShardsAndBothNamings() throws IOException {
        shards();
        int[] expected = reply(Golden.MODEL);
        assertThat(reply(directory)).isEqualTo(expected);
        Files.delete(directory.resolve("model-2.safetensors"));
        refused("Missing file", "model-2.safetensors");
    }

    private static int[] reply(Path model) {
        try (VisionLanguageModel loaded = VisionLanguageModel.load(model, Precision.F32);
                Generator generator = new Generator(loaded, new GeneratorSettings(1, 0, 1))) {
            ChatPrompt prompt = ChatPrompt.of("S", List.of(Golden.picture("wide.png")), "What?");
            return generator.submit(prompt, Sampling.greedy(12)).join().tokens();
        }
    }

    private void shards() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("model.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int start = 8 + (int) whole.getLong(0);
        JsonNode header = Json.parse(Arrays.copyOfRange(whole.array(), 8, start), "header");
        ObjectNode map = Json.MAPPER.createObjectNode();
        for (int shard = 1; shard <= 2; shard++) {
            ObjectNode part = Json.MAPPER.createObjectNode();
            for (var each : header.properties()) {
                boolean vision = each.getKey().startsWith("visual.");
                if (!each.getKey().equals("__metadata__") && vision == (shard == 2)) {
                    part.set(WeightLayout.canonical(each.getKey()), each.getValue());
                    map.put(WeightLayout.canonical(each.getKey()), "model-" + shard + ".safetensors");
                }
            }
            byte[] text = (part + " ".repeat(shard == 2 && part.toString().length() % 4 == 0 ? 1 : 0))
                    .getBytes(StandardCharsets.UTF_8);
            ByteBuffer file = ByteBuffer.allocate(8 + text.length + whole.capacity() - start)
                    .order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(text.length).put(text).put(whole.array(), start, whole.capacity() - start);
            Files.write(directory.resolve("model-" + shard + ".safetensors"), file.array());
        }
        Files.delete(directory.resolve("model.safetensors"));
        ObjectNode index = Json.MAPPER.createObjectNode();
        index.set("weight_map", map);
        RandomCheckpoint.write(directory.resolve("model.safetensors.index.json"), index);
    }
}
