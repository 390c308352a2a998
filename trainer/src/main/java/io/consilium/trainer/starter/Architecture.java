package io.consilium.trainer.starter;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.vlm.RandomCheckpoint;
import io.consilium.trainer.bpe.BytePairTrainer;
import io.consilium.trainer.bpe.BytePairs;
import io.consilium.trainer.bpe.TokenizerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The starters' shape: a Qwen2.5-VL of 1.6 million weights. config.json beside this class holds it.
 *
 * @param deviation of the random weights; with 0.02 a model of this size does not learn left from right in 2,000 steps
 * @param ropeTheta the rotary base; a small one gives the width's section, which has the lowest frequencies, enough of a turn
 */
public record Architecture(double deviation, double ropeTheta) {
    private static final int TEXT_TOKENS = 768;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes a whole checkpoint directory with random weights and a tokenizer trained on what lessons can say. */
    void write(Path directory, long seed) throws IOException {
        Files.createDirectories(directory);
        BytePairs pairs = BytePairTrainer.train(Lessons.corpus(), TEXT_TOKENS);
        TokenizerFiles.write(pairs, directory);
        ObjectNode config = (ObjectNode) resource("config.json");
        put(config, "image_token_id", pairs, "<|image_pad|>");
        put(config, "video_token_id", pairs, "<|video_pad|>");
        put(config, "vision_start_token_id", pairs, "<|vision_start|>");
        put(config, "vision_end_token_id", pairs, "<|vision_end|>");
        ObjectNode text = (ObjectNode) config.path("text_config");
        put(text, "eos_token_id", pairs, "<|im_end|>");
        put(text, "pad_token_id", pairs, "<|endoftext|>");
        text.put("vocab_size", TokenizerFiles.vocabulary(pairs));
        text.put("rope_theta", ropeTheta);
        text.put("initializer_range", deviation);
        ((ObjectNode) config.path("vision_config")).put("initializer_range", deviation);
        write(directory.resolve("config.json"), config);
        write(directory.resolve("preprocessor_config.json"), resource("preprocessor_config.json"));
        ObjectNode generation = JSON.createObjectNode();
        put(generation, "eos_token_id", pairs, "<|im_end|>");
        put(generation, "pad_token_id", pairs, "<|endoftext|>");
        write(directory.resolve("generation_config.json"), generation);
        RandomCheckpoint.addWeights(directory, seed);
    }

    private static void put(ObjectNode node, String key, BytePairs pairs, String control) {
        node.put(key, TokenizerFiles.controlId(pairs, control));
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = Architecture.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        }
    }

    /** Spaced as Hugging Face's own files are. */
    private static void write(Path file, JsonNode json) throws IOException {
        Separators spacing = Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        Files.write(
                file,
                JSON.writer(new DefaultPrettyPrinter().withSeparators(spacing)).writeValueAsBytes(json));
    }
}
