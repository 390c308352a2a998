/** Supervised fine-tuning: cross entropy of given replies. */
package io.consilium.trainer.sft;
