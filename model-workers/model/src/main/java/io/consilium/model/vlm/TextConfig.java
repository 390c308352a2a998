package io.consilium.model.vlm;

import java.util.List;

/**
 * The decoder's shape.
 *
 * @param ropeSections how many of the headSize/2 frequencies turn with time, height and width
 * @param tied whether the output head is the embedding
 */
record TextConfig(
        int vocabulary,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        double epsilon,
        double ropeTheta,
        List<Integer> ropeSections,
        int maxPositions,
        boolean tied) {

    /** How many query heads share one key/value head. */
    int groups() {
        return heads / keyValueHeads;
    }
}
