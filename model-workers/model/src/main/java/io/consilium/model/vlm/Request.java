package io.consilium.model.vlm;

import java.util.concurrent.CompletableFuture;

/** One reply that is wanted; equal only to itself. */
final class Request {
    private final PromptGroup group;
    private final Sampling sampling;
    private final CompletableFuture<Completion> future;
    private final long queuedNanos;

    Request(PromptGroup group, Sampling sampling, CompletableFuture<Completion> future, long queuedNanos) {
        this.group = group;
        this.sampling = sampling;
        this.future = future;
        this.queuedNanos = queuedNanos;
    }

    PromptGroup group() {
        return group;
    }

    Sampling sampling() {
        return sampling;
    }

    CompletableFuture<Completion> future() {
        return future;
    }

    long queuedNanos() {
        return queuedNanos;
    }
}
