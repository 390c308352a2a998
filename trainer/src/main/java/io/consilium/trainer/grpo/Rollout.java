package io.consilium.trainer.grpo;

import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.EncodedPrompt;
import io.consilium.model.vlm.FinishReason;
import io.consilium.trainer.sample.Task;
import java.util.Arrays;
import java.util.List;

/**
 * One prompt's group of sampled replies and what they earned.
 *
 * @param parts rewards by reply and part
 */
public record Rollout(Task task, EncodedPrompt prompt, List<Completion> replies, List<double[]> parts) {

    /** Each reply's reward. */
    public double[] rewards() {
        return parts.stream().mapToDouble(each -> Arrays.stream(each).sum()).toArray();
    }

    /** Whether all replies earned the same, so that none is better than another. */
    public boolean isLevel() {
        double[] rewards = rewards();
        return Arrays.stream(rewards).allMatch(reward -> Math.abs(reward - rewards[0]) < 1e-8);
    }

    static boolean isTruncated(Completion reply) {
        return reply.finish() == FinishReason.LENGTH;
    }
}
