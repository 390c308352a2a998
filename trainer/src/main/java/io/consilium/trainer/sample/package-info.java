/** What is learnt from: cases with their confirmed answers, and the prompts made of them. */
package io.consilium.trainer.sample;
