package io.consilium.model.vlm;

import io.consilium.model.tensor.Scope;

/** Weights that no training changes, for a reference; close them when it is no longer asked. */
public final class FrozenWeights implements AutoCloseable {
    private final Scope scope;
    private final NetworkWeights weights;

    FrozenWeights(Scope scope, NetworkWeights weights) {
        this.scope = scope;
        this.weights = weights;
    }

    NetworkWeights weights() {
        return weights;
    }

    @Override
    public void close() {
        scope.close();
    }
}
