package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The f32 weights of a model in training, its adapters, and the weights in effect: those with their adapters, in the
 * computing type, as a differentiable function of what is trained. Owned by one thread.
 */
final class TrainableWeights {
    private final ModelConfig config;
    private final Training training;
    private final Script script;
    private final Map<String, Tensor> masters;
    private final Map<String, Tensor> trained = new LinkedHashMap<>();
    private final Tensor none;
    private final List<String> visionNames;
    private final List<String> textNames;

    /** @param scope owns masters and adapters */
    TrainableWeights(Scope scope, ModelConfig config, Training training, Script script, Map<String, Tensor> masters) {
        this.config = config;
        this.training = training;
        this.script = script;
        this.masters = masters;
        none = scope.floats(new float[0]);
        visionNames = NetworkWeights.visionNames(config);
        textNames = NetworkWeights.textNames(config);
        if (training.adapters().isPresent()) {
            adapt(scope, training.adapters().get());
        } else {
            masters.forEach((name, weight) -> {
                if (!training.frozenVision() || !name.startsWith(WeightLayout.VISION)) {
                    trained.put(name, weight);
                }
            });
        }
        trained.values().forEach(Tensor::requireGradient);
    }

    private TrainableWeights(TrainableWeights of, Map<String, Tensor> masters) {
        config = of.config;
        training = of.training;
        script = of.script;
        this.masters = masters;
        none = of.none;
        visionNames = of.visionNames;
        textNames = of.textNames;
    }

    /** The same values with gradients of their own, for a thread of its own. */
    TrainableWeights twin(Scope scope) {
        Map<String, Tensor> own = new LinkedHashMap<>(masters);
        TrainableWeights twin = new TrainableWeights(this, own);
        trained.forEach((name, tensor) -> {
            Tensor leaf = script.tensor(scope, "leaf", tensor).requireGradient();
            twin.trained.put(name, leaf);
            own.computeIfPresent(name, (same, master) -> leaf);
        });
        return twin;
    }

    /** Adds a twin's gradients to these; what its batch did not use has none. */
    void addGradients(TrainableWeights twin) {
        try (Scope scope = Scope.open()) {
            List<Tensor> more = new ArrayList<>();
            List<Tensor> sums = new ArrayList<>();
            twin.trained.forEach((name, leaf) -> leaf.gradient(scope).ifPresent(gradient -> {
                more.add(gradient);
                sums.add(trained.get(name).gradient(scope).orElseThrow());
            }));
            script.effect("add_all", scope.list(more), scope.list(sums));
        }
    }

    /** Down is uniform within 1/sqrt(in) as in torch's Linear, up is zero: at first, an adapter changes nothing. */
    private void adapt(Scope scope, Training.Adapters adapters) {
        SplittableRandom random = new SplittableRandom(0);
        masters.forEach((name, weight) -> {
            boolean chosen = name.startsWith(WeightLayout.TEXT)
                    && adapters.targets().stream().anyMatch(target -> name.endsWith("." + target + ".weight"));
            if (chosen) {
                int in = (int) weight.size(1);
                float[] down = new float[adapters.rank() * in];
                double bound = 1 / Math.sqrt(in);
                for (int i = 0; i < down.length; i++) {
                    down[i] = (float) random.nextDouble(-bound, bound);
                }
                float[] up = new float[(int) weight.size(0) * adapters.rank()];
                trained.put(name + ".down", scope.floats(down, adapters.rank(), in));
                trained.put(name + ".up", scope.floats(up, weight.size(0), adapters.rank()));
            }
        });
    }

    /** What is trained, by name, in a fixed order. */
    Map<String, Tensor> trained() {
        return Collections.unmodifiableMap(trained);
    }

    /** All weights in effect. */
    NetworkWeights all(Scope scope) {
        return NetworkWeights.of(scope, effective(scope, visionNames, true), effective(scope, textNames, true));
    }

    /** As before training: for adapters without them, else copies of the weights as they are now. */
    NetworkWeights frozen(Scope scope) {
        return NetworkWeights.of(scope, frozen(scope, visionNames), frozen(scope, textNames));
    }

    private List<Tensor> frozen(Scope scope, List<String> names) {
        List<Tensor> before = effective(scope, names, false);
        return training.adapters().isPresent() ? before : copies(scope, before);
    }

    /** Copies of the weights in effect now. */
    NetworkWeights snapshot(Scope scope) {
        return NetworkWeights.of(
                scope,
                copies(scope, effective(scope, visionNames, true)),
                copies(scope, effective(scope, textNames, true)));
    }

    private List<Tensor> copies(Scope scope, List<Tensor> weights) {
        return weights.stream()
                .map(weight -> script.tensor(scope, "copy_of", weight))
                .toList();
    }

    /** What embedding needs: the vision tower's weights and the table. */
    NetworkWeights embedding(Scope scope) {
        return NetworkWeights.of(scope, effective(scope, visionNames, true), tailWeights(scope));
    }

    /** The twelve weights of one layer. */
    NetworkWeights layer(Scope scope, int layer) {
        int from = NetworkWeights.EACH * layer;
        List<Tensor> weights = effective(scope, textNames.subList(from, from + NetworkWeights.EACH), true);
        return NetworkWeights.of(scope, List.of(), weights);
    }

    /** The last norm, the head and the embedding. */
    NetworkWeights tail(Scope scope) {
        return NetworkWeights.of(scope, List.of(), tailWeights(scope));
    }

    private List<Tensor> tailWeights(Scope scope) {
        return effective(scope, textNames.subList(textNames.size() - 3, textNames.size()), true);
    }

    /** Weights in effect by name, in f32: what a checkpoint holds. */
    Map<String, Tensor> merged(Scope scope) {
        List<String> names = List.copyOf(masters.keySet());
        List<Tensor> values = effective(scope, names, true, ElementType.F32);
        Map<String, Tensor> merged = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            merged.put(names.get(i), values.get(i));
        }
        return merged;
    }

    private List<Tensor> effective(Scope scope, List<String> names, boolean adapted) {
        return effective(scope, names, adapted, training.bf16() ? ElementType.BF16 : ElementType.F32);
    }

    private List<Tensor> effective(Scope scope, List<String> names, boolean adapted, ElementType type) {
        List<Tensor> low = new ArrayList<>();
        for (String name : names) {
            low.add(adapted ? trained.getOrDefault(name + ".down", none) : none);
            low.add(adapted ? trained.getOrDefault(name + ".up", none) : none);
        }
        double scale =
                training.adapters().map(each -> each.alpha() / each.rank()).orElse(0.0);
        return script.tensors(
                scope,
                "effective",
                scope.list(names.stream().map(masters::get).toList()),
                scope.list(low),
                scale,
                type.code());
    }

    /** Whether anything below the first layer is trained. */
    boolean trainsEmbedding() {
        return training.adapters().isEmpty();
    }

    int layers() {
        return config.text().layers();
    }
}
