package io.consilium.trainer.run;

import io.consilium.trainer.config.EffectiveConfiguration;

/**
 * What a run is made of: with the same kind, model, configuration, seed and data it gives the same result.
 *
 * @param kind such as {@code sft} or {@code grpo}
 * @param model what the training starts from: a name or directory, and its hash
 * @param commit of the code; {@code version} is Consilium's
 */
public record RunIdentity(
        String kind,
        String model,
        EffectiveConfiguration configuration,
        long seed,
        String dataHash,
        String commit,
        String version,
        int threads) {}
