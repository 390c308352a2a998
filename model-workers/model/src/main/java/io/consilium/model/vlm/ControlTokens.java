package io.consilium.model.vlm;

import java.util.List;

/** The tokens of the Qwen2.5-VL family that stand for no text. */
public final class ControlTokens {
    /** In the order of their ids. */
    public static final List<String> ALL = List.of(
            "<|endoftext|>",
            "<|im_start|>",
            "<|im_end|>",
            "<|object_ref_start|>",
            "<|object_ref_end|>",
            "<|box_start|>",
            "<|box_end|>",
            "<|quad_start|>",
            "<|quad_end|>",
            "<|vision_start|>",
            "<|vision_end|>",
            "<|vision_pad|>",
            "<|image_pad|>",
            "<|video_pad|>");

    private ControlTokens() {}
}
