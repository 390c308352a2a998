package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.model.tensor.ElementType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads config.json in its published layouts: flat (2025's own releases), nested {@code text_config} (Transformers 4.5x), and
 * {@code rope_parameters} in place of {@code rope_scaling} and {@code rope_theta} (Transformers 5). A value this model does
 * not implement and a key it does not know are refused by name.
 */
final class ConfigReader {
    /** Written by Transformers into every config; none changes what the model computes. */
    private static final Set<String> BENIGN = Set.of(
            "_name_or_path",
            "_attn_implementation_autoset",
            "architectures",
            "transformers_version",
            "use_cache",
            "max_window_layers",
            "sliding_window",
            "bos_token_id",
            "pad_token_id",
            "vision_token_id",
            "tokens_per_second",
            "return_dict",
            "output_attentions",
            "output_hidden_states",
            "chunk_size_feed_forward",
            "is_decoder",
            "is_encoder_decoder",
            "id2label",
            "label2id",
            "problem_type",
            "task_specific_params",
            "spatial_patch_size");

    private ConfigReader() {}

    static ModelConfig read(Path file) {
        Section top = new Section(file.getFileName().toString(), Json.read(file));
        top.only("model_type", "qwen2_5_vl");
        Optional<Section> nested = top.section("text_config");
        Section text = nested.orElse(top);
        VisionConfig vision = vision(top.section("vision_config")
                .orElseThrow(
                        () -> new CheckpointException(file + " lacks 'vision_config': not a vision-language model.")));
        boolean tied = text.flag(top.flag(false, "tie_word_embeddings"), "tie_word_embeddings");
        TextConfig decoder = text(text, tied);
        ModelConfig config = new ModelConfig(
                decoder,
                vision,
                top.positive("image_token_id"),
                top.positive("video_token_id"),
                top.positive("vision_start_token_id"),
                top.positive("vision_end_token_id"),
                endTokens(top, text),
                type(top, text),
                text.find("initializer_range").map(JsonNode::doubleValue).orElse(0.02));
        nested.ifPresent(section -> {
            section.only("model_type", "qwen2_5_vl_text");
            section.find("dtype", "torch_dtype");
            section.find("image_token_id", "video_token_id", "vision_start_token_id", "vision_end_token_id");
            section.refuseUnknown();
            top.refuseConflicts(withoutType(file));
        });
        top.find("initializer_range");
        top.ignore(BENIGN);
        top.refuseUnknown();
        check(config);
        return config;
    }

    /** The nested section less the keys that rightly differ from the outer ones. */
    private static Section withoutType(Path file) {
        var copy = Json.read(file).get("text_config").deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) copy)
                .remove(List.of(
                        "model_type", "architectures", "transformers_version", "_name_or_path", "eos_token_id"));
        return new Section("text_config", copy);
    }

    private static TextConfig text(Section text, boolean tied) {
        int hidden = text.positive("hidden_size");
        int heads = text.positive("num_attention_heads");
        text.only("hidden_act", "silu");
        text.only("attention_dropout", 0);
        text.only("use_sliding_window", false);
        text.only("layer_types", "full_attention");
        text.ignore(BENIGN);
        Rope rope = rope(text);
        return new TextConfig(
                text.positive("vocab_size"),
                hidden,
                text.positive("intermediate_size"),
                text.positive("num_hidden_layers"),
                heads,
                text.positiveOr(heads, "num_key_value_heads"),
                text.positiveOr(hidden / heads, "head_dim"),
                text.number("rms_norm_eps"),
                rope.theta(),
                rope.sections(),
                text.positive("max_position_embeddings"),
                tied);
    }

    private record Rope(double theta, List<Integer> sections) {}

    private static Rope rope(Section text) {
        Optional<Section> modern = text.section("rope_parameters");
        Section rope = modern.or(() -> text.section("rope_scaling"))
                .orElseThrow(() -> text.unsupported("rope_scaling", "absent", "rotary sections (mrope_section)"));
        text.find("rope_scaling");
        rope.only("type", "default", "mrope");
        rope.only("rope_type", "default", "mrope");
        List<Integer> sections = rope.integers("mrope_section");
        boolean inside = rope.find("rope_theta").isPresent();
        double theta = inside ? rope.number("rope_theta") : text.number("rope_theta");
        text.find("rope_theta");
        rope.refuseUnknown();
        return new Rope(theta, sections);
    }

    private static VisionConfig vision(Section vision) {
        vision.only("model_type", "qwen2_5_vl", "qwen2_5_vl_vision");
        vision.only("hidden_act", "silu");
        vision.only("in_channels", 3);
        vision.only("in_chans", 3);
        vision.ignore(BENIGN);
        vision.find("initializer_range", "dtype", "torch_dtype");
        VisionConfig config = new VisionConfig(
                vision.positive("depth"),
                vision.positive("hidden_size"),
                vision.positive("intermediate_size"),
                vision.positive("num_heads"),
                vision.positive("patch_size"),
                vision.positive("temporal_patch_size"),
                vision.positive("spatial_merge_size"),
                vision.positive("window_size"),
                vision.positive("out_hidden_size"),
                new HashSet<>(vision.integers("fullatt_block_indexes")));
        vision.refuseUnknown();
        return config;
    }

    private static List<Integer> endTokens(Section top, Section text) {
        Optional<JsonNode> own = text.find("eos_token_id");
        return top.find("eos_token_id")
                .or(() -> own)
                .map(value -> top.integers(value, "eos_token_id"))
                .orElse(List.of());
    }

    private static ElementType type(Section top, Section text) {
        String name = top.find("dtype", "torch_dtype")
                .or(() -> text.find("dtype", "torch_dtype"))
                .map(JsonNode::asText)
                .orElse("float32");
        return switch (name) {
            case "float32" -> ElementType.F32;
            case "bfloat16", "float16" -> ElementType.BF16;
            default -> throw top.unsupported("dtype", name, "float32, bfloat16 or float16");
        };
    }

    private static void check(ModelConfig config) {
        TextConfig text = config.text();
        VisionConfig vision = config.vision();
        int half = text.ropeSections().stream().mapToInt(Integer::intValue).sum();
        require(
                text.ropeSections().size() == 3 && half * 2 == text.headSize(),
                "mrope_section must be three numbers that" + " add up to half the head size " + text.headSize()
                        + ", not " + text.ropeSections());
        require(text.heads() % text.keyValueHeads() == 0, "num_key_value_heads must divide num_attention_heads");
        require(vision.hidden() % vision.heads() == 0, "vision num_heads must divide vision hidden_size");
        require(vision.headSize() % 4 == 0, "the vision head size must be a multiple of 4, not " + vision.headSize());
        require(vision.windowTokens() > 0, "vision window_size must hold at least one token");
        require(
                vision.outHidden() == text.hidden(),
                "vision out_hidden_size " + vision.outHidden() + " must equal the decoder's hidden_size "
                        + text.hidden());
        require(
                vision.fullBlocks().stream().allMatch(block -> block >= 0 && block < vision.depth()),
                "fullatt_block_indexes " + vision.fullBlocks() + " must lie below depth " + vision.depth());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new CheckpointException("config.json contradicts itself: " + message + ".");
        }
    }
}
