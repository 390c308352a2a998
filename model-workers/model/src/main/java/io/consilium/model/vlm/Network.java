package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of Qwen2.5-VL over given weights; qwen.py holds the formulas. Thread-safe. Gradients flow to every weight
 * through {@link #embed(Scope, Batch, NetworkWeights)} and {@link #logits} while the calling thread records them.
 */
final class Network {
    /** Models of fewer weights than this are held a second time in the form that generation likes best. */
    private static final long FUSE_BELOW = 100_000_000;

    private final ModelConfig config;
    private final Script script;
    private final NetworkWeights weights;
    private final boolean isFused;
    private final TensorList fusedText;
    private final TensorList fusedVision;
    private final VisionTower tower;
    private final Tensor inverseFrequencies;
    private final Tensor axes;

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
        tower = new VisionTower(script, config.vision(), isFused ? fusedVision : this.weights.vision(), isFused);
        inverseFrequencies = script.tensor(scope, "inverse_frequencies", text.ropeTheta(), text.headSize());
        axes = scope.longs(axes(text));
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

    /** The tokens of the pictures as generation computes them, one after the other: {@code [tokens, hidden]}. */
    Tensor pictures(Scope scope, List<Patches> pictures) {
        return tower.tokens(scope, pictures);
    }

    /** {@code [rows, width, hidden]}: embedded tokens with the pictures, in reading order, at their placeholders. */
    Tensor embed(Scope scope, Batch batch) {
        return embed(scope, batch, weights.embedding(), tower);
    }

    Tensor embed(Scope scope, Batch batch, NetworkWeights weights) {
        VisionTower plain = new VisionTower(script, config.vision(), weights.vision(), false);
        return embed(scope, batch, weights.embedding(), plain);
    }

    private Tensor embed(Scope scope, Batch batch, Tensor embedding, VisionTower tower) {
        Tensor tokens = scope.longs(batch.tokens(), batch.rows(), batch.width());
        Tensor embedded = script.tensor(scope, "embed", embedding, tokens);
        if (batch.pictures().isEmpty()) {
            return embedded;
        }
        Tensor places = scope.longs(batch.places(config.imageToken()));
        return script.tensor(scope, "place", embedded, places, tower.tokens(scope, batch.pictures()));
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
