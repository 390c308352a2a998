package io.consilium.trainer.grpo;

/**
 * What GRPO is to do; names and meanings are TRL's where it has them.
 *
 * @param prompts a step
 * @param group replies to each prompt (G)
 * @param iterations updates on the same replies (num_iterations, μ)
 * @param microBatch prompts whose replies are computed together; gradients add up to those of the whole step
 * @param maxNewTokens a reply's limit (max_completion_length)
 * @param exactLength replies go on to that limit whatever they say, for measuring
 * @param temperature of the sampling and of the policy
 * @param epsilonLow the ratio is clipped below 1 - this
 * @param epsilonHigh the ratio is clipped above 1 + this
 * @param beta weight of the k3 KL divergence to the reference
 * @param gamma weight of the entropy bonus (MMedAgent-RL: γ of the stage)
 * @param maskTruncated leave replies that hit the limit out of the loss
 * @param skipZeroVariance leave groups whose rewards are all equal out of the update: they have no advantage, but would still
 *     be pulled by KL and entropy
 * @param staleness how many updates old the weights may be that a reply was sampled with; 0 is strictly on-policy
 */
public record GrpoSettings(
        int prompts,
        int group,
        int iterations,
        int microBatch,
        int maxNewTokens,
        boolean exactLength,
        double temperature,
        Advantages.Scale scale,
        LossType loss,
        ImportanceLevel importance,
        double epsilonLow,
        double epsilonHigh,
        double beta,
        double gamma,
        boolean maskTruncated,
        boolean skipZeroVariance,
        int staleness) {

    /** The paper's for its easy stage, and TRL's where the paper is silent. */
    public static final GrpoSettings DEFAULT = new GrpoSettings(
            16,
            8,
            1,
            16,
            48,
            false,
            1,
            Advantages.Scale.GROUP,
            LossType.GRPO,
            ImportanceLevel.TOKEN,
            0.2,
            0.2,
            1e-3,
            1e-4,
            false,
            true,
            0);

    /** How token losses become one number. */
    public enum LossType {
        /** The mean over each reply's tokens, then over replies (arXiv 2402.03300). */
        GRPO,
        /** The mean over all tokens of the step (arXiv 2503.14476). */
        DAPO,
        /** The sum over replies times the greatest length (arXiv 2503.20783). */
        DR_GRPO,
        /** The mean over all tokens of each micro-batch. */
        BNPO
    }

    /** What the importance ratio is taken of. */
    public enum ImportanceLevel {
        TOKEN,
        /** GSPO (arXiv 2507.18071). */
        SEQUENCE
    }
}
