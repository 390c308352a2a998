package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer.json whose text tokens are the 256 bytes and whose control tokens have the ids a configuration asks for. The ids
 * in between are words of several bytes that no text is encoded to but that can be decoded.
 */
final class ByteTokenizer {
    private static final String WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private ByteTokenizer() {}

    static void write(ModelConfig config, Path directory) throws IOException {
        int first = config.imageToken() - ControlTokens.ALL.indexOf("<|image_pad|>");
        check(config, first);
        ObjectNode tokenizer = Json.MAPPER.createObjectNode();
        tokenizer.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int i = 0; i < ControlTokens.ALL.size(); i++) {
            ObjectNode token = added.addObject().put("id", first + i).put("content", ControlTokens.ALL.get(i));
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        tokenizer.putObject("normalizer").put("type", "NFC");
        ArrayNode steps =
                tokenizer.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode split = steps.addObject()
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false);
        split.putObject("pattern").put("Regex", WORDS);
        byteLevel(steps.addObject());
        tokenizer.putNull("post_processor");
        byteLevel(tokenizer.putObject("decoder"));
        model(tokenizer.putObject("model"), first);
        RandomCheckpoint.write(directory.resolve("tokenizer.json"), tokenizer);
    }

    private static void check(ModelConfig config, int first) {
        boolean family = config.visionStartToken() == first + ControlTokens.ALL.indexOf("<|vision_start|>")
                && config.visionEndToken() == first + ControlTokens.ALL.indexOf("<|vision_end|>")
                && config.videoToken() == first + ControlTokens.ALL.indexOf("<|video_pad|>");
        if (!family
                || first < 256
                || first + ControlTokens.ALL.size() > config.text().vocabulary()) {
            throw new CheckpointException("The token ids in config.json are not laid out as in the Qwen2.5-VL family:"
                    + " name a directory with a tokenizer.");
        }
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }

    private static void model(ObjectNode model, int size) {
        model.put("type", "BPE").putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> bytes = bytes();
        for (int id = 0; id < size; id++) {
            StringBuilder word = new StringBuilder();
            for (int rest = id; ; rest = rest / 256 - 1) {
                word.append(bytes.get(rest % 256));
                if (rest < 256) {
                    break;
                }
            }
            vocabulary.put(word.toString(), id);
        }
        model.putArray("merges");
    }

    /** The characters that stand for the bytes in byte-level BPE (GPT-2): printable ones for themselves, the rest from 256 up. */
    private static List<String> bytes() {
        List<String> characters = new ArrayList<>();
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            characters.add(Character.toString(printable ? b : next++));
        }
        return characters;
    }
}
