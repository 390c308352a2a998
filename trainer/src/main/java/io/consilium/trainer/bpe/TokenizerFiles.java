package io.consilium.trainer.bpe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.vlm.ControlTokens;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.bpe.BytePairs.Merge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the tokenizer files of a Hugging Face directory in the shape of the Qwen2.5-VL family: normalizer, words, control
 * tokens after the text's, and chat template are the family's; tokens and merges are given.
 */
public final class TokenizerFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BytePairs pairs;
    private final Path directory;

    private TokenizerFiles(BytePairs pairs, Path directory) {
        this.pairs = pairs;
        this.directory = directory;
    }

    /**
     * Files of the same names are overwritten.
     *
     * @throws ConfigurationException when the directory cannot be written to
     */
    public static void write(BytePairs pairs, Path directory) {
        try {
            Files.createDirectories(directory);
            new TokenizerFiles(pairs, directory).writeAll();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The tokenizer cannot be written",
                    List.of(directory + ": " + e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
    }

    /** The id of a control token such as {@code <|im_end|>} in the files written for these byte pairs. */
    public static int controlId(BytePairs pairs, String control) {
        if (!ControlTokens.ALL.contains(control)) {
            throw new IllegalArgumentException(
                    "There is no control token '" + control + "': use one of " + ControlTokens.ALL + ".");
        }
        return pairs.tokens().size() + ControlTokens.ALL.indexOf(control);
    }

    /** Rows of the embedding: text tokens and control tokens, rounded up to a multiple of 16. */
    public static int vocabulary(BytePairs pairs) {
        int tokens = pairs.tokens().size() + ControlTokens.ALL.size();
        return (tokens + 15) / 16 * 16;
    }

    private void writeAll() throws IOException {
        ObjectNode vocabulary = vocabulary();
        write("tokenizer.json", tokenizer(vocabulary));
        Files.write(directory.resolve("vocab.json"), JSON.writeValueAsBytes(vocabulary));
        Files.writeString(directory.resolve("merges.txt"), merges());
        write("tokenizer_config.json", configuration());
        write("special_tokens_map.json", JSON.readTree(resource("special_tokens_map.json")));
        write("added_tokens.json", added());
        Files.write(directory.resolve("chat_template.jinja"), resource("chat_template.jinja"));
    }

    private ObjectNode vocabulary() {
        ObjectNode vocabulary = JSON.createObjectNode();
        for (int id = 0; id < pairs.tokens().size(); id++) {
            vocabulary.put(pairs.tokens().get(id), id);
        }
        return vocabulary;
    }

    private ObjectNode tokenizer(ObjectNode vocabulary) throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(resource("tokenizer.json"));
        ArrayNode added = (ArrayNode) tokenizer.get("added_tokens");
        for (String control : ControlTokens.ALL) {
            ObjectNode token =
                    added.addObject().put("id", controlId(pairs, control)).put("content", control);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        ObjectNode model = (ObjectNode) tokenizer.get("model");
        model.set("vocab", vocabulary);
        ArrayNode merges = (ArrayNode) model.get("merges");
        for (Merge merge : pairs.merges()) {
            merges.addArray().add(merge.left()).add(merge.right());
        }
        return tokenizer;
    }

    private String merges() {
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        for (Merge merge : pairs.merges()) {
            lines.append(merge.left()).append(' ').append(merge.right()).append('\n');
        }
        return lines.toString();
    }

    private ObjectNode configuration() throws IOException {
        ObjectNode configuration = (ObjectNode) JSON.readTree(resource("tokenizer_config.json"));
        ObjectNode decoder = (ObjectNode) configuration.get("added_tokens_decoder");
        for (String control : ControlTokens.ALL) {
            ObjectNode token =
                    decoder.putObject(String.valueOf(controlId(pairs, control))).put("content", control);
            for (String flag : List.of("lstrip", "normalized", "rstrip", "single_word")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        return configuration;
    }

    private ObjectNode added() {
        SortedMap<String, Integer> sorted = new TreeMap<>();
        ControlTokens.ALL.forEach(control -> sorted.put(control, controlId(pairs, control)));
        ObjectNode added = JSON.createObjectNode();
        sorted.forEach(added::put);
        return added;
    }

    private void write(String file, JsonNode json) throws IOException {
        Files.write(
                directory.resolve(file), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private static byte[] resource(String name) {
        try (InputStream in = TokenizerFiles.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
