package io.consilium.model.vlm;

import java.util.Set;

/**
 * The vision tower's shape; lengths in pixels for patch and window, in patches for merge.
 *
 * @param outHidden the decoder's hidden size
 * @param fullBlocks the blocks that attend over the whole picture instead of one window
 */
record VisionConfig(
        int depth,
        int hidden,
        int intermediate,
        int heads,
        int patch,
        int temporalPatch,
        int merge,
        int window,
        int outHidden,
        Set<Integer> fullBlocks) {

    /** Patches that become one token. */
    int unit() {
        return merge * merge;
    }

    /** Values of one patch: channels × frames × rows × columns. */
    int patchValues() {
        return 3 * temporalPatch * patch * patch;
    }

    /** A window's side in tokens. */
    int windowTokens() {
        return window / merge / patch;
    }

    int headSize() {
        return hidden / heads;
    }
}
