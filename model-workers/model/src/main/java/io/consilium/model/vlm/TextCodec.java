package io.consilium.model.vlm;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text to tokens and back with a checkpoint's tokenizer.json. Text is always encoded by a copy of the tokenizer that knows
 * no added tokens, so {@code <|im_end|>} in a question stays the characters it is. Thread-safe.
 */
final class TextCodec implements AutoCloseable {
    /** DJL would cut every text at 512 tokens if it were not told otherwise. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final Path file;
    private final HuggingFaceTokenizer plain;
    private final HuggingFaceTokenizer complete;
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final int greatestId;

    private TextCodec(Path file, JsonNode json) throws IOException {
        this.file = file;
        int greatest = -1;
        for (JsonNode token : json.path("added_tokens")) {
            added.put(token.path("content").asText(), token.path("id").asInt());
            greatest = Math.max(greatest, token.path("id").asInt());
        }
        for (JsonNode id : json.path("model").path("vocab")) {
            greatest = Math.max(greatest, id.asInt());
        }
        greatestId = greatest;
        complete = tokenizer(json);
        plain = tokenizer(((ObjectNode) json).deepCopy().set("added_tokens", Json.MAPPER.createArrayNode()));
    }

    static TextCodec open(Path file) {
        JsonNode json = Json.read(file);
        if (!json.isObject() || !json.path("model").path("vocab").isObject()) {
            throw new CheckpointException(file + " is no tokenizer of the byte-level BPE kind: it has no model.vocab.");
        }
        try {
            return new TextCodec(file, json);
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException("The tokenizer " + file + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static HuggingFaceTokenizer tokenizer(JsonNode json) throws IOException {
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes(json)), OPTIONS);
    }

    private static byte[] bytes(JsonNode json) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsBytes(json);
    }

    int[] encode(String text) {
        long[] ids = ids(text);
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = (int) ids[i];
        }
        return tokens;
    }

    /** Without the masks, words and spans that {@link HuggingFaceTokenizer#encode} fetches too, which take longer. */
    private long[] ids(String text) {
        long encoding = TokenizersLibrary.LIB.encode(plain.getHandle(), text, false);
        try {
            return TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    /** The text of tokens without control tokens; ids without a token are left out. */
    String decode(int[] tokens) {
        long[] ids = new long[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens[i];
        }
        return complete.decode(ids, true);
    }

    Optional<Integer> find(String control) {
        return Optional.ofNullable(added.get(control));
    }

    int id(String control) {
        return find(control)
                .orElseThrow(() -> new CheckpointException(
                        file + " has no token " + control + ": it is no tokenizer of the Qwen2.5-VL family."));
    }

    int greatestId() {
        return greatestId;
    }

    @Override
    public void close() {
        plain.close();
        complete.close();
    }
}
