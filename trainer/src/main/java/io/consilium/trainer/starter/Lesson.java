package io.consilium.trainer.starter;

import io.consilium.image.Picture;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.trainer.sft.Example;
import java.util.List;
import java.util.stream.Stream;

/** The words of an example: what is said with a picture, and the reply. */
record Lesson(String system, String user, String reply) {

    Example with(Picture picture) {
        return new Example(ChatPrompt.of(system, List.of(picture), user), reply);
    }

    /** The stretches between control tokens, as a tokenizer meets them in the chat template. */
    Stream<String> texts() {
        return Stream.of("system\n" + system, "\n", "user\n", user, "\n", "assistant\n", reply);
    }
}
