package io.consilium.model.vlm;

/**
 * The size of a generator.
 *
 * @param slots how many requests are computed together
 * @param maxLength most tokens of one request, prompt and reply together; 0 means 4,096 or the model's own limit if less
 * @param threads for the arithmetic of one step
 */
public record GeneratorSettings(int slots, int maxLength, int threads) {

    public GeneratorSettings {
        if (slots < 1 || maxLength < 0 || threads < 1) {
            throw new IllegalArgumentException("slots and threads must be at least 1, maxLength 0 or more: slots="
                    + slots + " maxLength=" + maxLength + " threads=" + threads);
        }
    }

    public static GeneratorSettings slots(int slots) {
        return new GeneratorSettings(slots, 0, 1);
    }
}
