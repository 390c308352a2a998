package io.consilium.trainer.evaluation;

import io.consilium.model.vlm.Sampling;
import io.consilium.trainer.sample.Task;
import java.util.List;

/** Who answers prompts. The same questions, in the same order, get the same answers. */
public interface Examinee {

    /** A prompt, and how each reply to it is drawn. */
    record Question(Task task, List<Sampling> draws) {}

    /**
     * A reply.
     *
     * @param promptTokens of its prompt, pictures included
     * @param newTokens of the reply
     */
    record Said(String text, int promptTokens, int newTokens) {}

    /** The replies in the order of the questions and their draws. */
    List<List<Said>> answer(List<Question> questions);
}
