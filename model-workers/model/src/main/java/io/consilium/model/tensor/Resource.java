package io.consilium.model.tensor;

import java.util.concurrent.atomic.AtomicLong;

/** A native object with exactly one owning {@link Scope}. */
abstract sealed class Resource permits Tensor, TensorList, Script {
    /** A gauge for leak tests; nothing is decided by it. */
    static final AtomicLong LIVING = new AtomicLong();

    private final long handle;
    private Scope owner;

    Resource(long handle, Scope owner) {
        this.handle = handle;
        this.owner = owner;
        LIVING.incrementAndGet();
    }

    final long handle() {
        if (owner == null) {
            throw new IllegalStateException(
                    "Used after its scope was closed: " + getClass().getSimpleName());
        }
        return handle;
    }

    final Scope owner() {
        return owner;
    }

    final void owner(Scope next) {
        owner = next;
    }

    final void release() {
        long freed = handle();
        owner = null;
        LIVING.decrementAndGet();
        free(freed);
    }

    abstract void free(long handle);
}
