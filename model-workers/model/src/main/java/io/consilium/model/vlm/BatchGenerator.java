package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Replies to a whole set of prompts at once, for training and evaluation. The same model, requests, slots and threads give the
 * same bits: who is computed with whom does not depend on time. Used by one thread at a time.
 *
 * <p>A small model's requests are dealt out to one-threaded lanes in turn; a large model has one lane that uses all threads.
 */
public final class BatchGenerator implements AutoCloseable {
    private final VisionLanguageModel model;
    private final Lanes lanes;
    private final int threadsEach;
    private final int slots;

    /** @param slots how many replies are computed together */
    public BatchGenerator(VisionLanguageModel model, int slots, int threads) {
        this.model = model;
        lanes = new Lanes(model.isSmall() ? Math.min(threads, slots) : 1, "batch-generator-" + model.name());
        threadsEach = model.isSmall() ? 1 : threads;
        this.slots = (slots + lanes.count() - 1) / lanes.count();
    }

    /** Replies to one prompt, each with its own sampling. */
    public record Ask(EncodedPrompt prompt, List<Sampling> members) {
        private int longest() {
            int reply = members.stream().mapToInt(Sampling::maxNewTokens).max().orElse(0);
            return prompt.length() + reply;
        }
    }

    /**
     * The replies in the order of the requests and their members.
     *
     * @throws PromptException when a prompt and its reply are longer than the model allows
     */
    public List<List<Completion>> answer(List<Ask> asks) {
        List<PromptGroup> groups = asks.stream()
                .map(ask -> new PromptGroup(ask.prompt()::prepared, ask.members()))
                .toList();
        int longest = asks.stream().mapToInt(Ask::longest).max().orElse(1);
        int length = Math.min(longest, model.maxLength());
        lanes.each(lanes.count(), lane -> {
            List<PromptGroup> part = new ArrayList<>();
            for (int i = lane; i < groups.size(); i += lanes.count()) {
                part.add(groups.get(i));
            }
            run(part, length);
            return part.size();
        });
        return groups.stream().map(BatchGenerator::completions).toList();
    }

    private void run(List<PromptGroup> groups, int length) {
        try (GenerationLoop loop = new GenerationLoop(model, slots, length, threadsEach, 0)) {
            for (PromptGroup group : groups) {
                if (group.prepare(model.maxLength())) {
                    loop.add(group.members());
                }
            }
            while (!loop.isIdle()) {
                loop.step();
            }
        }
    }

    private static List<Completion> completions(PromptGroup group) {
        try {
            return group.members().stream()
                    .map(member -> member.future().join())
                    .toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        lanes.close();
    }
}
