package io.consilium.model.vlm;

/**
 * The size of a generator.
 *
 * <p>A step of few replies takes hardly longer for several tokens of each, so the next ones are guessed and the network confirms
 * those that it would have chosen itself, greedily or with the request's random stream. In a step of more replies than
 * {@code drafts} nothing is guessed.
 *
 * @param slots how many requests are computed together
 * @param maxLength most tokens of one request, prompt and reply together; 0 means 4,096 or the model's own limit if less
 * @param threads for the arithmetic of one step
 * @param drafts most tokens guessed in a step of one lane, divided among its replies; 0 means that none are
 */
public record GeneratorSettings(int slots, int maxLength, int threads, int drafts) {
    public static final int DEFAULT_DRAFTS = 2;

    public GeneratorSettings {
        if (slots < 1 || maxLength < 0 || threads < 1 || drafts < 0) {
            throw new IllegalArgumentException(
                    "slots and threads must be at least 1, maxLength and drafts 0 or more: slots=" + slots
                            + " maxLength=" + maxLength + " threads=" + threads + " drafts=" + drafts);
        }
    }

    public GeneratorSettings(int slots, int maxLength, int threads) {
        this(slots, maxLength, threads, DEFAULT_DRAFTS);
    }
}
