package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import java.util.List;

/** What config.json says, in one layout. */
record ModelConfig(
        TextConfig text,
        VisionConfig vision,
        int imageToken,
        int videoToken,
        int visionStartToken,
        int visionEndToken,
        List<Integer> endTokens,
        ElementType type,
        double initializerRange) {}
