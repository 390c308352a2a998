package io.consilium.model.vlm;

import java.util.List;

/** The ids of the control tokens that a prompt is built with, and of those that end a reply or must never be in one. */
record SpecialTokens(
        int messageStart, int messageEnd, int visionStart, int visionEnd, int image, int video, List<Integer> ends) {

    /** Tokens that stand for pictures: a reply that held one could not be read back. */
    List<Integer> placeholders() {
        return List.of(visionStart, image, video);
    }
}
