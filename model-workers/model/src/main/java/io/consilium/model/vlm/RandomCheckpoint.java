package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a checkpoint directory with random bfloat16 weights for a configuration: normal with the configuration's deviation,
 * norms 1, biases 0; shards of at most 5 GB with an index, as Hugging Face has them. For tests of the real size.
 */
public final class RandomCheckpoint {
    private static final List<String> TOKENIZER_FILES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    private RandomCheckpoint() {}

    /**
     * @param tokenizer a directory whose tokenizer files are copied; without one a byte-level tokenizer is made that has the
     *     configuration's token ids
     */
    public static void write(Path configFile, Path directory, Optional<Path> tokenizer, long seed) {
        ModelConfig config = ConfigReader.read(configFile);
        try {
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new CheckpointException("The directory " + directory + " is not empty: choose a new one.");
                }
            }
            writeConfig(configFile, directory);
            writeGeneration(config, directory);
            writePreprocessor(config, directory);
            if (tokenizer.isPresent()) {
                copyTokenizer(tokenizer.get(), directory);
            } else {
                ByteTokenizer.write(config, directory);
            }
            RandomWeights.write(WeightLayout.of(config), directory, ElementType.BF16, config.initializerRange(), seed);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Adds random f32 weights, for training from nothing, to a directory that has all else.
     *
     * @throws CheckpointException when its config.json cannot be used or there are weights already
     */
    public static void addWeights(Path directory, long seed) {
        ModelConfig config = ConfigReader.read(directory.resolve("config.json"));
        try {
            RandomWeights.write(WeightLayout.of(config), directory, ElementType.F32, config.initializerRange(), seed);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write weights into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void writeConfig(Path source, Path directory) throws IOException {
        ObjectNode config = (ObjectNode) Json.read(source);
        if (config.has("dtype")) {
            config.put("dtype", "bfloat16");
        } else {
            config.put("torch_dtype", "bfloat16");
        }
        write(directory.resolve("config.json"), config);
    }

    private static void writeGeneration(ModelConfig config, Path directory) throws IOException {
        ObjectNode generation = Json.MAPPER.createObjectNode();
        var ends = generation.putArray("eos_token_id");
        config.endTokens().forEach(ends::add);
        if (!config.endTokens().isEmpty()) {
            write(directory.resolve("generation_config.json"), generation);
        }
    }

    /** The published models' values. */
    private static void writePreprocessor(ModelConfig config, Path directory) throws IOException {
        VisionConfig vision = config.vision();
        ObjectNode images = Json.MAPPER.createObjectNode();
        images.put("image_processor_type", "Qwen2VLImageProcessor");
        images.put("min_pixels", 3_136).put("max_pixels", 12_845_056);
        images.put("patch_size", vision.patch()).put("merge_size", vision.merge());
        images.put("temporal_patch_size", vision.temporalPatch());
        images.putArray("image_mean").add(0.48145466).add(0.4578275).add(0.40821073);
        images.putArray("image_std").add(0.26862954).add(0.26130258).add(0.27577711);
        write(directory.resolve("preprocessor_config.json"), images);
    }

    private static void copyTokenizer(Path source, Path directory) throws IOException {
        for (String name : TOKENIZER_FILES) {
            if (Files.isRegularFile(source.resolve(name))) {
                Files.copy(source.resolve(name), directory.resolve(name));
            }
        }
        if (!Files.isRegularFile(directory.resolve("tokenizer.json"))) {
            throw new CheckpointException("There is no tokenizer.json in " + source + ".");
        }
    }

    static void write(Path file, Object json) throws IOException {
        Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
