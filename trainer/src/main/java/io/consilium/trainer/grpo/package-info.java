/**
 * Group relative policy optimisation, to be read in this order: {@link io.consilium.trainer.grpo.Grpo} (a step),
 * {@link io.consilium.trainer.grpo.Sampler} (rollout), {@link io.consilium.trainer.grpo.Advantages},
 * {@link io.consilium.trainer.grpo.Objective} with objective.py.
 *
 * <p>Left out: a value network (GRPO has none), more than one machine, and rewards that a model gives.
 */
package io.consilium.trainer.grpo;
