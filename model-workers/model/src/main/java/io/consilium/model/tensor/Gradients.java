package io.consilium.model.tensor;

import ai.djl.pytorch.jni.ScriptBridge;

/** A stretch of one thread in which operations record gradients; ends at {@link #close()} on the same thread. */
public final class Gradients implements AutoCloseable {
    private final boolean before = ScriptBridge.gradMode();

    Gradients() {
        ScriptBridge.gradMode(true);
    }

    /** Adds d loss / d leaf to the gradient of every leaf that requires one; the graph is freed. */
    public void backward(Tensor loss) {
        try (Scope scope = Scope.open()) {
            Tensor one = scope.floats(new float[] {1});
            ScriptBridge.backward(
                    loss.handle(), Script.shared().tensor(scope, "scalar", one).handle());
        }
    }

    @Override
    public void close() {
        ScriptBridge.gradMode(before);
    }
}
