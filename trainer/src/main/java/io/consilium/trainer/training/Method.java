package io.consilium.trainer.training;

/** By what a stage learns. */
public enum Method {
    /** Gold answers (supervised fine-tuning). */
    SFT,
    /** The model's own right answers, sampled before the stage (rejection sampling fine-tuning). */
    RFT,
    /** Rewards (group relative policy optimisation). */
    GRPO
}
