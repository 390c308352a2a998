package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of Qwen2.5-VL over given weights; qwen.py holds the formulas. Thread-safe. Gradients flow to every weight
 * through {@link #pictures}, {@link #hidden} and {@link #logits} while the calling thread records them.
 */
final class Network {
    /** Vision tower calls are cut to about this many patches, to bound their memory. */
    private static final int PATCHES_AT_ONCE = 8_192;

    /** Models of fewer weights than this are held a second time in the form that generation likes best. */
    private static final long FUSE_BELOW = 100_000_000;

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

    private final ModelConfig config;
    private final Script script;
    private final TensorList visionWeights;
    private final TensorList textWeights;
    private final TensorList fusedWeights;
    private final boolean isFused;
    private final Tensor embedding;
    private final Tensor head;
    private final Tensor inverseFrequencies;
    private final Tensor axes;
    private final long[] fullBlocks;

    /** @param scope owns the script and the constants; it and the weights must outlive the network */
    Network(Scope scope, ModelConfig config, Map<String, Tensor> weights) {
        this.config = config;
        script = Script.load(scope, Network.class, "qwen.py", "generate.py");
        embedding = weights.get(WeightLayout.EMBEDDING);
        head = config.text().tied() ? embedding : weights.get(WeightLayout.HEAD);
        visionWeights = scope.list(visionWeights(weights));
        textWeights = scope.list(textWeights(weights));
        TextConfig text = config.text();
        List<Tensor> fused = fused(scope, weights.values());
        isFused = !fused.isEmpty();
        fusedWeights = scope.list(fused);
        inverseFrequencies = script.tensor(scope, "inverse_frequencies", text.ropeTheta(), text.headSize());
        axes = scope.longs(axes(text));
        fullBlocks = new long[config.vision().depth()];
        config.vision().fullBlocks().forEach(block -> fullBlocks[block] = 1);
    }

    private List<Tensor> visionWeights(Map<String, Tensor> weights) {
        List<Tensor> list = new ArrayList<>();
        list.add(weights.get(WeightLayout.VISION + "patch_embed.proj.weight"));
        for (int i = 0; i < config.vision().depth(); i++) {
            for (String name : BLOCK) {
                list.add(weights.get(WeightLayout.VISION + "blocks." + i + "." + name));
            }
        }
        MERGER.forEach(name -> list.add(weights.get(WeightLayout.VISION + "merger." + name)));
        return list;
    }

    private List<Tensor> textWeights(Map<String, Tensor> weights) {
        List<Tensor> list = new ArrayList<>();
        for (int i = 0; i < config.text().layers(); i++) {
            for (String name : LAYER) {
                list.add(weights.get(WeightLayout.TEXT + "layers." + i + "." + name));
            }
        }
        list.add(weights.get(WeightLayout.TEXT + "norm.weight"));
        list.add(head);
        list.add(embedding);
        return list;
    }

    /** What generation uses in place of the plain weights, if the model is small and f32; else nothing. */
    private List<Tensor> fused(Scope scope, Collection<Tensor> weights) {
        long elements = weights.stream().mapToLong(Tensor::elements).sum();
        boolean f32 = embedding.type() == ElementType.F32;
        return f32 && elements < FUSE_BELOW
                ? script.tensors(
                        scope,
                        "fuse",
                        textWeights,
                        config.text().layers(),
                        config.text().headSize())
                : List.of();
    }

    private static long[] axes(TextConfig text) {
        long[] axes = new long[text.headSize() / 2];
        int at = 0;
        for (int axis = 0; axis < 3; axis++) {
            for (int i = 0; i < text.ropeSections().get(axis); i++) {
                axes[at++] = axis;
            }
        }
        return axes;
    }

    ModelConfig config() {
        return config;
    }

    Script script() {
        return script;
    }

    TensorList textWeights() {
        return textWeights;
    }

    boolean isFused() {
        return isFused;
    }

    TensorList fusedWeights() {
        return fusedWeights;
    }

    Tensor inverseFrequencies() {
        return inverseFrequencies;
    }

    /** The tokens of the pictures, one after the other: {@code [tokens, hidden]}. Pictures of one size are computed together. */
    Tensor pictures(Scope scope, List<Patches> pictures) {
        Map<PatchGrid, List<Integer>> bySize = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            bySize.computeIfAbsent(pictures.get(i).grid(), grid -> new ArrayList<>())
                    .add(i);
        }
        Tensor[] tokens = new Tensor[pictures.size()];
        bySize.forEach((grid, members) -> {
            int atOnce = Math.max(1, PATCHES_AT_ONCE / grid.patches());
            for (int from = 0; from < members.size(); from += atOnce) {
                List<Integer> part = members.subList(from, Math.min(from + atOnce, members.size()));
                Tensor batch =
                        sameSize(scope, grid, part.stream().map(pictures::get).toList());
                for (int i = 0; i < part.size(); i++) {
                    tokens[part.get(i)] = script.tensor(scope, "pick", batch, i);
                }
            }
        });
        return script.tensor(scope, "join", scope.list(List.of(tokens)));
    }

    /** {@code [pictures, tokens, hidden]}. */
    private Tensor sameSize(Scope scope, PatchGrid grid, List<Patches> pictures) {
        VisionConfig vision = config.vision();
        WindowPlan plan = WindowPlan.of(grid, vision);
        float[] values = new float[pictures.size() * grid.patches() * vision.patchValues()];
        for (int i = 0; i < pictures.size(); i++) {
            float[] one = pictures.get(i).values();
            System.arraycopy(one, 0, values, i * one.length, one.length);
        }
        return script.tensor(
                scope,
                "vision",
                scope.floats(values, pictures.size(), grid.patches(), vision.patchValues()),
                visionWeights,
                scope.floats(plan.angles(), grid.patches(), vision.headSize() / 2),
                scope.longs(plan.order()),
                scope.longs(plan.back()),
                plan.runs(),
                fullBlocks,
                vision.heads(),
                vision.unit());
    }

    /** {@code [rows, width, hidden]}: embedded tokens with the pictures, in reading order, at their placeholders. */
    Tensor embed(Scope scope, Batch batch) {
        Tensor tokens = scope.longs(batch.tokens(), batch.rows(), batch.width());
        Tensor embedded = script.tensor(scope, "embed", embedding, tokens);
        if (batch.pictures().isEmpty()) {
            return embedded;
        }
        Tensor places = scope.longs(batch.places(config.imageToken()));
        return script.tensor(scope, "place", embedded, places, pictures(scope, batch.pictures()));
    }

    /** Cosine and signed sine of every token, each {@code [rows, 1, width, headSize]}. */
    List<Tensor> turns(Scope scope, Batch batch) {
        Tensor positions = scope.longs(batch.positions(), 3, batch.rows(), batch.width());
        return script.tensors(scope, "mrope", positions, axes, inverseFrequencies);
    }

    /** Hidden states after the last norm, {@code [rows, width, hidden]}. */
    Tensor hidden(Scope scope, Batch batch) {
        List<Tensor> turns = turns(scope, batch);
        Object mask = batch.isPadded()
                ? script.tensor(scope, "causal_mask", scope.longs(batch.keep(), batch.rows(), batch.width()))
                : Script.NONE;
        TextConfig text = config.text();
        return script.tensor(
                scope,
                "text",
                embed(scope, batch),
                textWeights,
                turns.get(0),
                turns.get(1),
                mask,
                text.layers(),
                text.headSize(),
                text.epsilon());
    }

    /** {@code [rows, width, vocabulary]} in f32. */
    Tensor logits(Scope scope, Tensor hidden) {
        return script.tensor(scope, "head", hidden, head);
    }
}
