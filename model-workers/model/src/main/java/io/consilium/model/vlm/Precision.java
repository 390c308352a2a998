package io.consilium.model.vlm;

/** The number format a checkpoint's weights are held and multiplied in. */
public enum Precision {
    /** 32 bit floats; other formats are widened while loading. */
    F32,
    /** bfloat16; a bfloat16 file stays mapped and is never copied. */
    BF16,
    /** What the checkpoint's own config says ({@code dtype} or {@code torch_dtype}). */
    CHECKPOINT
}
