package io.consilium.trainer.run;

/**
 * How a sample was answered before the training and after it.
 *
 * @param pictureBase64 a PNG; empty when there is none
 */
public record AnswerExample(
        String id, String prompt, String pictureBase64, String truth, String difficulty, Reply before, Reply after) {
    /** A reply and what it earned. */
    public record Reply(String reply, double reward) {}
}
