package io.consilium.trainer.training;

import io.consilium.record.Role;
import io.consilium.trainer.grpo.GrpoSettings;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.optimise.Schedule;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;

/**
 * One stage of a run, warm-started from the last stage of its role.
 *
 * @param difficulties which of the attending physician's samples; empty for all
 * @param steps at most
 * @param samples at most, the first of those that fit; 0 for all
 * @param sft settings of supervised learning, also of its own right answers
 * @param reference what β holds the policy to: the start of this stage, or of the run
 */
public record Stage(
        String name,
        Role role,
        Method method,
        List<Difficulty> difficulties,
        long steps,
        int samples,
        Schedule schedule,
        AdamW.Settings optimiser,
        GrpoSettings grpo,
        Supervised sft,
        Reference reference,
        Stopping stopping) {

    /** What the divergence is measured from. */
    public enum Reference {
        STAGE,
        RUN
    }

    /**
     * @param batch examples a step
     * @param microBatch examples that are computed together
     * @param reasoning whether the sample's own reasoning is imitated too
     * @param attempts replies that are sampled for each prompt to find right ones
     */
    public record Supervised(int batch, int microBatch, boolean reasoning, int attempts) {}

    /**
     * When to look at the validation samples, and when to stop early.
     *
     * @param every steps between two looks; 0 for none
     * @param patience looks without a better reward after which the stage ends with its best weights; 0 for never
     * @param maxKl a divergence above it stops the run: the policy has left what it knew
     */
    public record Stopping(long every, int patience, double maxKl) {}
}
