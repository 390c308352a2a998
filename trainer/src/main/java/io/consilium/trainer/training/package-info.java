/** A run from its configuration to its models: stages, steps, checkpoints, resuming. */
package io.consilium.trainer.training;
