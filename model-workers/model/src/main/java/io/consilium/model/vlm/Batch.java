package io.consilium.model.vlm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts side by side in rows of one width, the shorter ones padded.
 *
 * @param tokens {@code [rows·width]}
 * @param keep {@code [rows·width]}: 1 for a token, 0 for padding
 * @param positions {@code [3·rows·width]} rotary positions; 1 at padding, as Transformers has it
 * @param pictures of all rows in reading order
 */
record Batch(int rows, int width, long[] tokens, long[] keep, long[] positions, List<Patches> pictures) {

    /** Ends the rows together, for computing everything at once. */
    static Batch leftPadded(List<PreparedPrompt> prompts, int pad) {
        return padded(prompts, pad, true);
    }

    /** Starts the rows together, for a cache whose rows are read up to their own length. */
    static Batch rightPadded(List<PreparedPrompt> prompts, int pad) {
        return padded(prompts, pad, false);
    }

    private static Batch padded(List<PreparedPrompt> prompts, int pad, boolean left) {
        int width = prompts.stream().mapToInt(PreparedPrompt::length).max().orElse(0);
        int area = prompts.size() * width;
        long[] tokens = new long[area];
        long[] keep = new long[area];
        long[] positions = new long[3 * area];
        Arrays.fill(tokens, pad);
        Arrays.fill(positions, 1);
        for (int row = 0; row < prompts.size(); row++) {
            PreparedPrompt prompt = prompts.get(row);
            int start = row * width + (left ? width - prompt.length() : 0);
            Arrays.fill(keep, start, start + prompt.length(), 1);
            for (int i = 0; i < prompt.length(); i++) {
                tokens[start + i] = prompt.tokens()[i];
            }
            for (int axis = 0; axis < 3; axis++) {
                System.arraycopy(prompt.positions().axes()[axis], 0, positions, axis * area + start, prompt.length());
            }
        }
        List<Patches> pictures =
                prompts.stream().flatMap(prompt -> prompt.pictures().stream()).toList();
        return new Batch(prompts.size(), width, tokens, keep, positions, pictures);
    }

    boolean isPadded() {
        return Arrays.stream(keep).anyMatch(kept -> kept == 0);
    }

    /** Where the picture tokens lie in {@code [rows·width]}. */
    long[] places(int imageToken) {
        return IntStream.range(0, tokens.length)
                .filter(i -> tokens[i] == imageToken && keep[i] == 1)
                .asLongStream()
                .toArray();
    }
}
