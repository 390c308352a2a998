package io.consilium.trainer.grpo;

import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.EncodedPrompt;
import io.consilium.model.vlm.FinishReason;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;

/** Builds made-up rollouts for tests. */
final class Rollouts {
    static final FinishReason ENDED = FinishReason.STOP;
    static final FinishReason CUT = FinishReason.LENGTH;
    static final int PROMPT = 20;

    private final Task task;
    private final EncodedPrompt prompt;
    private final List<Completion> replies = new ArrayList<>();
    private final List<double[]> parts = new ArrayList<>();

    private Rollouts(Task task, EncodedPrompt prompt) {
        this.task = task;
        this.prompt = prompt;
    }

    static Rollouts of(Task task, EncodedPrompt prompt) {
        return new Rollouts(task, prompt);
    }

    /** A reply that says it had a prompt of 20 tokens, each of its own tokens sampled with a probability of 1. */
    Rollouts reply(int[] tokens, FinishReason finish, double... rewards) {
        replies.add(new Completion("", tokens, PROMPT, finish, new float[tokens.length], 0, 0, 0, 0));
        parts.add(rewards);
        return this;
    }

    Rollout rollout() {
        return new Rollout(task, prompt, replies, parts);
    }
}
