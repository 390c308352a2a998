package io.consilium.model.tensor;

import ai.djl.pytorch.jni.ScriptBridge;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Owns native objects and frees them together, newest first. Used by one thread at a time. What is to outlive it is handed
 * over with {@link #keep}.
 */
public final class Scope implements AutoCloseable {
    private static final int STAGING_BYTES = 1 << 20;
    private static final ThreadLocal<ByteBuffer> STAGING = ThreadLocal.withInitial(() -> direct(STAGING_BYTES));

    private final List<Resource> owned = new ArrayList<>();
    /** Java memory that tensors of this scope lie in: collected any sooner, PyTorch would write into freed memory. */
    private final List<ByteBuffer> pinned = new ArrayList<>();

    private boolean closed;

    private Scope() {}

    public static Scope open() {
        Torch.prepareThread();
        return new Scope();
    }

    Tensor adopt(long handle) {
        return own(new Tensor(handle, this));
    }

    <T extends Resource> T own(T resource) {
        if (closed) {
            throw new IllegalStateException("The scope is closed.");
        }
        owned.add(resource);
        return resource;
    }

    /** Takes an object over from the scope that owned it. */
    public <T extends Resource> T keep(T resource) {
        resource.handle();
        resource.owner(this);
        return own(resource);
    }

    /** A native copy of the values; the shape's product is their number. No shape means one axis. */
    public Tensor floats(float[] values, long... shape) {
        ByteBuffer staging = staging((long) values.length * Float.BYTES);
        staging.asFloatBuffer().put(values);
        return copied(staging, shape, values.length, ElementType.F32);
    }

    /** A native copy of the values, as int64. */
    public Tensor longs(long[] values, long... shape) {
        ByteBuffer staging = staging((long) values.length * Long.BYTES);
        staging.asLongBuffer().put(values);
        return copied(staging, shape, values.length, ElementType.I64);
    }

    /** A native copy of raw elements that lie in native byte order in the buffer. */
    public Tensor bytes(ByteBuffer values, ElementType type, long... shape) {
        int length = values.remaining();
        ByteBuffer staging = staging(length);
        staging.duplicate().put(values);
        return copied(staging, shape, length / type.bytes(), type);
    }

    /** Zeroed memory shared by Java and PyTorch, kept until this scope closes. */
    public HostTensor host(ElementType type, long... shape) {
        long elements = 1;
        for (long extent : shape) {
            elements *= extent;
        }
        ByteBuffer memory = direct(Math.toIntExact(elements * type.bytes()));
        pinned.add(memory);
        return new HostTensor(adopt(ScriptBridge.alias(memory, shape, type.memoryCode())), memory);
    }

    /** A list that scripts take as one argument. */
    public TensorList list(List<Tensor> tensors) {
        return own(new TensorList(tensors, this));
    }

    private Tensor copied(ByteBuffer staging, long[] shape, int elements, ElementType type) {
        long[] extents = shape.length == 0 ? new long[] {elements} : shape;
        long alias = ScriptBridge.alias(staging, extents, type.memoryCode());
        try {
            return adopt(ScriptBridge.copy(alias));
        } finally {
            ScriptBridge.deleteTensor(alias);
            Reference.reachabilityFence(staging);
        }
    }

    private static ByteBuffer staging(long bytes) {
        return bytes <= STAGING_BYTES ? STAGING.get() : direct(Math.toIntExact(bytes));
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(Math.max(bytes, 8)).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        closed = true;
        for (int i = owned.size() - 1; i >= 0; i--) {
            if (owned.get(i).owner() == this) {
                owned.get(i).release();
            }
        }
        owned.clear();
        pinned.clear();
    }
}
