package io.consilium.model.vlm;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Weights in the order in which qwen.py takes them.
 *
 * @param vision the patch embedding, twelve a block, five of the merger
 * @param text twelve a layer, the last norm, the head, the embedding
 */
record NetworkWeights(TensorList vision, TensorList text, Tensor embedding, Tensor head) {
    /** How many weights a block of the vision tower or a layer of the decoder has. */
    static final int EACH = 12;

    private static final List<String> BLOCK = List.of(
            "norm1.weight",
            "attn.qkv.weight",
            "attn.qkv.bias",
            "attn.proj.weight",
            "attn.proj.bias",
            "norm2.weight",
            "mlp.gate_proj.weight",
            "mlp.gate_proj.bias",
            "mlp.up_proj.weight",
            "mlp.up_proj.bias",
            "mlp.down_proj.weight",
            "mlp.down_proj.bias");
    private static final List<String> LAYER = List.of(
            "input_layernorm.weight",
            "self_attn.q_proj.weight",
            "self_attn.q_proj.bias",
            "self_attn.k_proj.weight",
            "self_attn.k_proj.bias",
            "self_attn.v_proj.weight",
            "self_attn.v_proj.bias",
            "self_attn.o_proj.weight",
            "post_attention_layernorm.weight",
            "mlp.gate_proj.weight",
            "mlp.up_proj.weight",
            "mlp.down_proj.weight");
    private static final List<String> MERGER =
            List.of("ln_q.weight", "mlp.0.weight", "mlp.0.bias", "mlp.2.weight", "mlp.2.bias");

    /** @param scope owns the lists; the tensors stay their owners' */
    static NetworkWeights of(Scope scope, ModelConfig config, Map<String, Tensor> weights) {
        List<Tensor> text = textNames(config).stream().map(weights::get).toList();
        return of(scope, visionNames(config).stream().map(weights::get).toList(), text);
    }

    static NetworkWeights of(Scope scope, List<Tensor> vision, List<Tensor> text) {
        return new NetworkWeights(
                scope.list(vision), scope.list(text), text.get(text.size() - 1), text.get(text.size() - 2));
    }

    static List<String> visionNames(ModelConfig config) {
        List<String> names = new ArrayList<>();
        names.add(WeightLayout.VISION + "patch_embed.proj.weight");
        for (int i = 0; i < config.vision().depth(); i++) {
            for (String name : BLOCK) {
                names.add(WeightLayout.VISION + "blocks." + i + "." + name);
            }
        }
        MERGER.forEach(name -> names.add(WeightLayout.VISION + "merger." + name));
        return names;
    }

    /** A tied head is the embedding, named twice. */
    static List<String> textNames(ModelConfig config) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < config.text().layers(); i++) {
            for (String name : LAYER) {
                names.add(WeightLayout.TEXT + "layers." + i + "." + name);
            }
        }
        names.add(WeightLayout.TEXT + "norm.weight");
        names.add(config.text().tied() ? WeightLayout.EMBEDDING : WeightLayout.HEAD);
        names.add(WeightLayout.EMBEDDING);
        return names;
    }
}
