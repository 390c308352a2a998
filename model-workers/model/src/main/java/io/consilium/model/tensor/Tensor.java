package io.consilium.model.tensor;

import ai.djl.pytorch.jni.ScriptBridge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/** A native tensor owned by a {@link Scope}. Reading is thread-safe, closing the scope meanwhile is not. */
public final class Tensor extends Resource {

    Tensor(long handle, Scope owner) {
        super(handle, owner);
    }

    public long[] shape() {
        return ScriptBridge.shape(handle());
    }

    /** F32, I64 or F16; DJL cannot name bfloat16, which counts as BF16 like all the rest. */
    public ElementType type() {
        int code = ScriptBridge.type(handle());
        for (ElementType type : List.of(ElementType.F32, ElementType.I64, ElementType.F16, ElementType.U8)) {
            if (type.memoryCode() == code) {
                return type;
            }
        }
        return ElementType.BF16;
    }

    public long size(int axis) {
        return shape()[axis];
    }

    public long elements() {
        long n = 1;
        for (long extent : shape()) {
            n *= extent;
        }
        return n;
    }

    /** The values of an f32 tensor in row-major order. */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        read(buffer -> buffer.asFloatBuffer().get(values));
        return values;
    }

    /** The values of an int64 tensor in row-major order. */
    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(elements())];
        read(buffer -> buffer.asLongBuffer().get(values));
        return values;
    }

    /** Writes the elements, little-endian and in row-major order; not for bfloat16, whose bits must be viewed as F16 first. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        if (type() == ElementType.BF16) {
            throw new IllegalArgumentException("bfloat16 cannot be shared with Java: view its bits as F16");
        }
        try (Scope scope = Scope.open()) {
            Tensor dense = ScriptBridge.contiguous(handle()) ? this : scope.adopt(ScriptBridge.toContiguous(handle()));
            ByteBuffer bytes = elements() == 0 ? ByteBuffer.allocate(0) : ScriptBridge.memory(dense.handle());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private void read(java.util.function.Consumer<ByteBuffer> reader) {
        if (elements() == 0) {
            return;
        }
        if (ScriptBridge.contiguous(handle())) {
            reader.accept(ScriptBridge.memory(handle()).order(ByteOrder.nativeOrder()));
            return;
        }
        try (Scope scope = Scope.open()) {
            Tensor dense = scope.adopt(ScriptBridge.toContiguous(handle()));
            reader.accept(ScriptBridge.memory(dense.handle()).order(ByteOrder.nativeOrder()));
        }
    }

    /** Makes this a leaf whose gradient is collected. */
    public Tensor requireGradient() {
        ScriptBridge.requireGrad(handle(), true);
        return this;
    }

    /** The gradient collected so far, as a tensor of the given scope. */
    public Optional<Tensor> gradient(Scope scope) {
        long grad = ScriptBridge.grad(handle());
        return grad == 0 || grad == -1 ? Optional.empty() : Optional.of(scope.adopt(grad));
    }

    @Override
    void free(long handle) {
        ScriptBridge.deleteTensor(handle);
    }
}
