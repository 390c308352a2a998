package io.consilium.trainer.optimise;

import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Three made-up weights with gradients of zero: a matrix, a tensor of four axes, and a vector named norm. */
final class Weights implements AutoCloseable {
    private final Scope scope = Scope.open();
    private final Map<String, Tensor> named = new LinkedHashMap<>();

    Weights(long seed) {
        Random random = new Random(seed);
        named.put("matrix", scope.floats(normal(random, 12), 3, 4));
        named.put("patch", scope.floats(normal(random, 24), 2, 3, 2, 2));
        named.put("norm", scope.floats(normal(random, 3)));
        named.values().forEach(Tensor::requireGradient);
        named.forEach((name, tensor) -> push(name, new float[(int) tensor.elements()]));
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    Map<String, Tensor> named() {
        return named;
    }

    /** Adds random gradients and returns them. */
    Map<String, float[]> push(long seed) {
        Random random = new Random(seed);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        named.forEach((name, tensor) -> gradients.put(name, normal(random, (int) tensor.elements())));
        gradients.forEach(this::push);
        return gradients;
    }

    /** Adds a gradient: that of Σ w · gradient. */
    void push(String name, float[] gradient) {
        Tensor weight = named.get(name);
        try (Scope step = Scope.open();
                Gradients recorded = Torch.recordGradients()) {
            recorded.backward(
                    Script.shared().tensor(step, "weighted_sum", weight, step.floats(gradient, weight.shape())));
        }
    }

    float[] gradient(String name) {
        try (Scope step = Scope.open()) {
            return named.get(name).gradient(step).orElseThrow().toFloats();
        }
    }

    Map<String, float[]> values() {
        return values(named);
    }

    static Map<String, float[]> values(Map<String, Tensor> tensors) {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, tensor.toFloats()));
        return values;
    }

    double[] doubles(String name) {
        float[] values = named.get(name).toFloats();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    void copyTo(Weights other) {
        named.forEach((name, tensor) -> Script.shared().effect("assign", other.named.get(name), tensor));
    }

    @Override
    public void close() {
        scope.close();
    }
}
