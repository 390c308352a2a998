package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The arithmetic of Qwen2.5-VL over given weights; qwen.py holds the formulas. Thread-safe. Gradients flow to every weight
 * through {@link #pictures}, {@link #hidden} and {@link #logits} while the calling thread records them.
 */
final class Network {
    /** Vision tower calls are cut to about this many patches, to bound their memory. */
    private static final int PATCHES_AT_ONCE = 8_192;

    /** Models of fewer weights than this are held a second time in the form that generation likes best. */
    private static final long FUSE_BELOW = 100_000_000;

    private final ModelConfig config;
    private final Script script;
    private final NetworkWeights weights;
    private final boolean isFused;
    private final TensorList fusedText;
    private final TensorList fusedVision;
    private final Tensor inverseFrequencies;
    private final Tensor axes;
    private final long[] fullBlocks;

    /** @param scope owns the script and the constants; it and the weights must outlive the network */
    Network(Scope scope, ModelConfig config, Map<String, Tensor> weights) {
        this.config = config;
        script = Script.load(scope, Network.class, "qwen.py", "fused.py", "generate.py", "train.py");
        this.weights = NetworkWeights.of(scope, config, weights);
        TextConfig text = config.text();
        long elements = weights.values().stream().mapToLong(Tensor::elements).sum();
        isFused = this.weights.embedding().type() == ElementType.F32 && elements < FUSE_BELOW;
        fusedText = scope.list(isFused ? fuseText(scope) : List.of());
        fusedVision = scope.list(isFused ? fuseVision(scope) : List.of());
        inverseFrequencies = script.tensor(scope, "inverse_frequencies", text.ropeTheta(), text.headSize());
        axes = scope.longs(axes(text));
        fullBlocks = new long[config.vision().depth()];
        config.vision().fullBlocks().forEach(block -> fullBlocks[block] = 1);
    }

    private List<Tensor> fuseText(Scope scope) {
        TextConfig text = config.text();
        return script.tensors(scope, "fuse_text", weights.text(), text.layers(), text.headSize(), text.epsilon());
    }

    private List<Tensor> fuseVision(Scope scope) {
        VisionConfig vision = config.vision();
        return script.tensors(scope, "fuse_vision", weights.vision(), vision.depth(), vision.heads(), vision.unit());
    }

    /** Takes the values of other weights of the same shapes; nothing may be computed meanwhile. */
    void assign(NetworkWeights values) {
        script.effect("copy_all", values.vision(), weights.vision());
        script.effect("copy_all", values.text(), weights.text());
        if (isFused) {
            try (Scope temporary = Scope.open()) {
                script.effect("copy_all", temporary.list(fuseText(temporary)), fusedText);
                script.effect("copy_all", temporary.list(fuseVision(temporary)), fusedVision);
            }
        }
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
        return weights.text();
    }

    boolean isFused() {
        return isFused;
    }

    /** What generation uses in place of the plain weights if the model is small and f32; else empty. */
    TensorList fusedText() {
        return fusedText;
    }

    Tensor inverseFrequencies() {
        return inverseFrequencies;
    }

    /** The tokens of the pictures, one after the other: {@code [tokens, hidden]}. Pictures of one size are computed together. */
    Tensor pictures(Scope scope, List<Patches> pictures) {
        return pictures(
                scope, pictures, isFused ? this::fusedSize : (part, grid, same) -> sameSize(part, grid, same, weights));
    }

    Tensor pictures(Scope scope, List<Patches> pictures, NetworkWeights weights) {
        return pictures(scope, pictures, (part, grid, same) -> sameSize(part, grid, same, weights));
    }

    /** Pictures of one size to {@code [pictures, tokens, hidden]}. */
    private interface Tower {
        Tensor tokens(Scope scope, PatchGrid grid, List<Patches> pictures);
    }

    private Tensor pictures(Scope scope, List<Patches> pictures, Tower tower) {
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
                Tensor batch = tower.tokens(
                        scope, grid, part.stream().map(pictures::get).toList());
                for (int i = 0; i < part.size(); i++) {
                    tokens[part.get(i)] = script.tensor(scope, "pick", batch, i);
                }
            }
        });
        return script.tensor(scope, "join", scope.list(List.of(tokens)));
    }

    private Tensor sameSize(Scope scope, PatchGrid grid, List<Patches> pictures, NetworkWeights weights) {
        VisionConfig vision = config.vision();
        float[] values = new float[pictures.size() * grid.patches() * vision.patchValues()];
        for (int i = 0; i < pictures.size(); i++) {
            float[] one = pictures.get(i).values();
            System.arraycopy(one, 0, values, i * one.length, one.length);
        }
        Tensor pixels = scope.floats(values, pictures.size(), grid.patches(), vision.patchValues());
        return vision(scope, "vision", pixels, weights.vision(), grid);
    }

    private Tensor fusedSize(Scope scope, PatchGrid grid, List<Patches> pictures) {
        VisionConfig vision = config.vision();
        int area = vision.patch() * vision.patch();
        int stride = vision.temporalPatch() * area;
        float[] values = new float[pictures.size() * grid.patches() * vision.patchValues() / vision.temporalPatch()];
        int at = 0;
        for (Patches picture : pictures) {
            for (int from = 0; from < picture.values().length; from += stride, at += area) {
                System.arraycopy(picture.values(), from, values, at, area);
            }
        }
        Tensor pixels =
                scope.floats(values, pictures.size(), grid.patches(), vision.patchValues() / vision.temporalPatch());
        return vision(scope, "fused_vision", pixels, fusedVision, grid);
    }

    private Tensor vision(Scope scope, String method, Tensor pixels, TensorList weights, PatchGrid grid) {
        VisionConfig vision = config.vision();
        WindowPlan plan = WindowPlan.of(grid, vision);
        return script.tensor(
                scope,
                method,
                pixels,
                weights,
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
        return embed(scope, batch, weights, () -> pictures(scope, batch.pictures()));
    }

    Tensor embed(Scope scope, Batch batch, NetworkWeights weights) {
        return embed(scope, batch, weights, () -> pictures(scope, batch.pictures(), weights));
    }

    private Tensor embed(Scope scope, Batch batch, NetworkWeights weights, Supplier<Tensor> pictures) {
        Tensor tokens = scope.longs(batch.tokens(), batch.rows(), batch.width());
        Tensor embedded = script.tensor(scope, "embed", weights.embedding(), tokens);
        if (batch.pictures().isEmpty()) {
            return embedded;
        }
        Tensor places = scope.longs(batch.places(config.imageToken()));
        return script.tensor(scope, "place", embedded, places, pictures.get());
    }

    /** Rotary angles of every token, {@code [rows, width, headSize/2]}. */
    Tensor angles(Scope scope, Batch batch) {
        return angles(scope, batch.positions(), batch.rows(), batch.width());
    }

    private Tensor angles(Scope scope, long[] axes, int rows, int width) {
        Tensor positions = scope.longs(axes, 3, rows, width);
        return script.tensor(scope, "mrope", positions, this.axes, inverseFrequencies);
    }

    List<Tensor> turns(Scope scope, Batch batch) {
        return turns(scope, batch.positions(), batch.rows(), batch.width());
    }

    /** Cosine and signed sine of every token, each {@code [rows, 1, width, headSize]}. */
    List<Tensor> turns(Scope scope, long[] axes, int rows, int width) {
        return script.tensors(scope, "token_turns", angles(scope, axes, rows, width));
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
                weights.text(),
                turns.get(0),
                turns.get(1),
                mask,
                text.layers(),
                text.headSize(),
                text.epsilon());
    }

    /** {@code [rows, width, vocabulary]} in f32. */
    Tensor logits(Scope scope, Tensor hidden) {
        return logits(scope, hidden, weights);
    }

    Tensor logits(Scope scope, Tensor hidden, NetworkWeights weights) {
        return script.tensor(scope, "head", hidden, weights.head());
    }
}
