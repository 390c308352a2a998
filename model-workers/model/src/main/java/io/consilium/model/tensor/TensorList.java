package io.consilium.model.tensor;

import ai.djl.pytorch.jni.ScriptBridge;
import java.util.List;

/** Tensors passed to a script as one {@code List[Tensor]} again and again; the tensors stay owned by their own scopes. */
public final class TensorList extends Resource {

    TensorList(List<Tensor> tensors, Scope owner) {
        super(
                ScriptBridge.tensorListValue(
                        tensors.stream().mapToLong(Resource::handle).toArray()),
                owner);
    }

    @Override
    void free(long handle) {
        ScriptBridge.deleteValue(handle);
    }
}
