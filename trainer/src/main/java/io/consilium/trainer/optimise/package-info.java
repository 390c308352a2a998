/** From gradients to new weights: AdamW, clipping, learning rates. */
package io.consilium.trainer.optimise;
