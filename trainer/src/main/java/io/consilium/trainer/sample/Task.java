package io.consilium.trainer.sample;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.option.Options;
import io.consilium.record.Role;
import java.util.List;
import java.util.Optional;

/**
 * One prompt to one doctor, and what is right: what a model is trained or tested on.
 *
 * @param id of the sample
 * @param truth the right answer
 * @param options among which the answer is; empty for an open question
 * @param department of the case, if it is known
 * @param difficulty of the attending physician's tasks
 */
public record Task(
        String id,
        Role role,
        ChatPrompt prompt,
        String truth,
        List<String> options,
        Optional<String> department,
        Optional<Difficulty> difficulty,
        Optional<String> reasoning) {

    /** Whether an answer is the right one. */
    public boolean isRight(String said) {
        return Options.agree(options, truth, said);
    }
}
