package io.consilium.trainer.optimise;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with decoupled weight decay (arXiv 1711.05101) over weights that have gradients, equal to torch's. Matrices decay,
 * norms and biases do not. Owned by one thread.
 */
public final class AdamW implements AutoCloseable {
    private final Scope scope = Scope.open();
    private final Settings settings;
    private final Script script;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final TensorList gradients;
    private final Group decaying;
    private final Group plain;

    /**
     * @param clip the greatest global norm of the gradients; 0 for no clipping
     */
    public record Settings(double beta1, double beta2, double epsilon, double decay, double clip) {}

    /** Weights of one decay; empty groups are left out of the arithmetic. */
    private record Group(TensorList weights, TensorList gradients, List<TensorList> state, double decay, int size) {}

    /** @param trained weights by name, each with a gradient; they must outlive this */
    public AdamW(Map<String, Tensor> trained, Settings settings) {
        this.settings = settings;
        script = Script.load(scope, AdamW.class, "optimise.py");
        Map<String, Tensor> gradientOf = new LinkedHashMap<>();
        trained.forEach((name, weight) -> gradientOf.put(
                name,
                weight.gradient(scope)
                        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' has no gradient"))));
        gradients = scope.list(List.copyOf(gradientOf.values()));
        decaying = group(trained, gradientOf, true);
        plain = group(trained, gradientOf, false);
    }

    private Group group(Map<String, Tensor> trained, Map<String, Tensor> gradientOf, boolean matrices) {
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> ofWeights = new ArrayList<>();
        List<List<Tensor>> kept = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        trained.forEach((name, weight) -> {
            if (weight.shape().length > 1 == matrices) {
                weights.add(weight);
                ofWeights.add(gradientOf.get(name));
                kept.get(0).add(remember(name + ".m", script.tensor(scope, "zeros_like", weight)));
                kept.get(1).add(remember(name + ".v", script.tensor(scope, "zeros_like", weight)));
                kept.get(2)
                        .add(remember(
                                name + ".steps", Script.shared().tensor(scope, "scalar", scope.floats(new float[1]))));
            }
        });
        return new Group(
                scope.list(weights),
                scope.list(ofWeights),
                kept.stream().map(scope::list).toList(),
                matrices ? settings.decay() : 0,
                weights.size());
    }

    private Tensor remember(String name, Tensor tensor) {
        state.put(name, tensor);
        return tensor;
    }

    /** Moments and step counts by name, for a checkpoint; writing to them sets them. */
    public Map<String, Tensor> state() {
        return state;
    }

    /**
     * Clips the gradients, takes a step and clears them.
     *
     * @return the gradients' norm before clipping; where it is not finite no step was taken
     */
    public double step(double rate) {
        try (Scope step = Scope.open()) {
            double norm =
                    script.tensor(step, "clip", gradients, settings.clip()).toFloats()[0];
            if (Double.isFinite(norm)) {
                take(decaying, rate);
                take(plain, rate);
            }
            script.effect("clear", gradients);
            return norm;
        }
    }

    private void take(Group group, double rate) {
        if (group.size() > 0) {
            script.effect(
                    "adamw",
                    group.weights(),
                    group.gradients(),
                    group.state().get(0),
                    group.state().get(1),
                    group.state().get(2),
                    rate,
                    settings.beta1(),
                    settings.beta2(),
                    group.decay(),
                    settings.epsilon());
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
