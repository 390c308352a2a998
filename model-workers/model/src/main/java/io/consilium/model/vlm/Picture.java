package io.consilium.model.vlm;

/** An immutable picture: 8 bit RGB, rows from the top, three bytes a pixel. */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] rgb;

    Picture(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * Decodes a PNG or JPEG to RGB as Pillow's {@code convert("RGB")} does.
     *
     * @throws PictureException when the bytes are no picture or the picture exceeds a limit (found before decoding)
     */
    public static Picture decode(byte[] encoded, PictureLimits limits) {
        return PictureDecoder.decode(encoded, limits);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    byte[] rgb() {
        return rgb;
    }
}
