package io.consilium.model.tensor;

import ai.djl.ndarray.types.DataType;

/** Element types, with PyTorch's own numbers and sizes in bytes. */
public enum ElementType {
    U8(0, 1),
    I64(4, 8),
    F16(5, 2),
    F32(6, 4),
    BF16(15, 2);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** {@code c10::ScalarType}, for scripts. */
    public int code() {
        return code;
    }

    public int bytes() {
        return bytes;
    }

    /** DJL's own number of a type that Java memory can hold; DJL ends the JVM when asked for bfloat16. */
    int memoryCode() {
        return switch (this) {
            case U8 -> DataType.UINT8.ordinal();
            case I64 -> DataType.INT64.ordinal();
            case F16 -> DataType.FLOAT16.ordinal();
            case F32 -> DataType.FLOAT32.ordinal();
            case BF16 -> throw new IllegalArgumentException("bfloat16 cannot be shared with Java: cast it");
        };
    }
}
