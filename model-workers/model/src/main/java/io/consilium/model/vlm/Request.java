package io.consilium.model.vlm;

import java.util.concurrent.CompletableFuture;

/** One reply that is wanted. */
record Request(PromptGroup group, Sampling sampling, CompletableFuture<Completion> future, long queuedNanos) {}
