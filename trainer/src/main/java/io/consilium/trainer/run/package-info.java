/** The directory of a training run: its identity, metrics, events, checkpoints, and how to go on after a stop. */
package io.consilium.trainer.run;
