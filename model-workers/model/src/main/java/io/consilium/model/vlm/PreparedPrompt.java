package io.consilium.model.vlm;

import java.util.List;

/**
 * A prompt ready for the network.
 *
 * @param tokens with every picture's placeholders expanded
 * @param pictures in the order of their placeholders
 */
record PreparedPrompt(int[] tokens, List<Patches> pictures, RopePositions positions) {
    int length() {
        return tokens.length;
    }

    List<PatchGrid> grids() {
        return pictures.stream().map(Patches::grid).toList();
    }
}
