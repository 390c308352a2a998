package io.consilium.model.vlm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Name and shape of every weight of a configuration, named as Transformers names parameters in memory
 * ({@code model.language_model.…}, {@code model.visual.…}, {@code lm_head.weight}), in a fixed order.
 */
final class WeightLayout {
    static final String TEXT = "model.language_model.";
    static final String VISION = "model.visual.";
    static final String EMBEDDING = TEXT + "embed_tokens.weight";
    static final String HEAD = "lm_head.weight";

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private WeightLayout() {}

    static Map<String, long[]> of(ModelConfig config) {
        WeightLayout layout = new WeightLayout();
        layout.text(config.text());
        layout.vision(config.vision());
        return layout.shapes;
    }

    /** The same name for both ways a file may say it: {@code model.…} and {@code visual.…} are the older one. */
    static String canonical(String name) {
        if (name.startsWith("visual.")) {
            return "model." + name;
        }
        boolean modern = name.startsWith(TEXT) || name.startsWith(VISION) || !name.startsWith("model.");
        return modern ? name : TEXT + name.substring("model.".length());
    }

    /** A canonical name as checkpoint files have it. */
    static String stored(String name) {
        return name.startsWith(TEXT)
                ? "model." + name.substring(TEXT.length())
                : name.startsWith(VISION) ? name.substring("model.".length()) : name;
    }

    private void text(TextConfig text) {
        int hidden = text.hidden();
        add(EMBEDDING, text.vocabulary(), hidden);
        for (int i = 0; i < text.layers(); i++) {
            String layer = TEXT + "layers." + i + ".";
            int queries = text.heads() * text.headSize();
            int keys = text.keyValueHeads() * text.headSize();
            add(layer + "input_layernorm.weight", hidden);
            biased(layer + "self_attn.q_proj", queries, hidden);
            biased(layer + "self_attn.k_proj", keys, hidden);
            biased(layer + "self_attn.v_proj", keys, hidden);
            add(layer + "self_attn.o_proj.weight", hidden, queries);
            add(layer + "post_attention_layernorm.weight", hidden);
            add(layer + "mlp.gate_proj.weight", text.intermediate(), hidden);
            add(layer + "mlp.up_proj.weight", text.intermediate(), hidden);
            add(layer + "mlp.down_proj.weight", hidden, text.intermediate());
        }
        add(TEXT + "norm.weight", hidden);
        if (!text.tied()) {
            add(HEAD, text.vocabulary(), hidden);
        }
    }

    private void vision(VisionConfig vision) {
        int hidden = vision.hidden();
        add(VISION + "patch_embed.proj.weight", hidden, 3, vision.temporalPatch(), vision.patch(), vision.patch());
        for (int i = 0; i < vision.depth(); i++) {
            String block = VISION + "blocks." + i + ".";
            add(block + "norm1.weight", hidden);
            biased(block + "attn.qkv", 3 * hidden, hidden);
            biased(block + "attn.proj", hidden, hidden);
            add(block + "norm2.weight", hidden);
            biased(block + "mlp.gate_proj", vision.intermediate(), hidden);
            biased(block + "mlp.up_proj", vision.intermediate(), hidden);
            biased(block + "mlp.down_proj", hidden, vision.intermediate());
        }
        int merged = hidden * vision.unit();
        add(VISION + "merger.ln_q.weight", hidden);
        biased(VISION + "merger.mlp.0", merged, merged);
        biased(VISION + "merger.mlp.2", vision.outHidden(), merged);
    }

    private void biased(String name, long out, long in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void add(String name, long... shape) {
        shapes.put(name, shape);
    }
}
