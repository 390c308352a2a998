package io.consilium.trainer.sft;

import io.consilium.model.vlm.ChatPrompt;

/** One thing to imitate: a prompt and the reply that should follow it, without its end token. */
public record Example(ChatPrompt prompt, String reply) {}
