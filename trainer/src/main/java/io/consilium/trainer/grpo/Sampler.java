package io.consilium.trainer.grpo;

import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.EncodedPrompt;
import io.consilium.model.vlm.Sampling;
import io.consilium.problem.FatalException;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Samples groups of replies from the policy and has them rewarded. */
final class Sampler {
    private final BatchGenerator generator;
    private final GrpoSettings settings;
    private final Rewards rewards;

    Sampler(BatchGenerator generator, GrpoSettings settings, Rewards rewards) {
        this.generator = generator;
        this.settings = settings;
        this.rewards = rewards;
    }

    /** A task whose prompt is encoded. */
    record Prompt(Task task, EncodedPrompt encoded) {}

    /** @param seed the same gives the same replies from the same weights */
    List<Rollout> sample(List<Prompt> prompts, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<BatchGenerator.Ask> asks = prompts.stream()
                .map(prompt -> new BatchGenerator.Ask(prompt.encoded(), members(seeds)))
                .toList();
        List<List<Completion>> replies = generator.answer(asks);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Task task = prompts.get(i).task();
            List<double[]> parts = replies.get(i).stream()
                    .map(reply -> rewarded(task, reply.text()))
                    .toList();
            rollouts.add(new Rollout(task, prompts.get(i).encoded(), replies.get(i), parts));
        }
        return rollouts;
    }

    private List<Sampling> members(SplittableRandom seeds) {
        List<Sampling> members = new ArrayList<>();
        for (int i = 0; i < settings.group(); i++) {
            members.add(new Sampling(
                    settings.maxNewTokens(), settings.temperature(), 1, 0, seeds.nextLong(), settings.exactLength()));
        }
        return members;
    }

    private double[] rewarded(Task task, String text) {
        double[] parts = rewards.of(task, text);
        for (int i = 0; i < parts.length; i++) {
            if (!Double.isFinite(parts[i])) {
                throw new FatalException("The reward '" + rewards.parts().get(i).name() + "' gave " + parts[i]
                        + " for a reply to sample " + task.id()
                        + ". A reward must be a finite number: mend it, then resume the run.");
            }
        }
        return parts;
    }
}
