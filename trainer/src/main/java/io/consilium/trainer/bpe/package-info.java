/** Byte-level byte pair encoding: tokens from texts, and the tokenizer files of a checkpoint. */
package io.consilium.trainer.bpe;
