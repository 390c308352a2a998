package io.consilium.image;

/** An immutable picture: 8 bit RGB, rows from the top, three bytes a pixel. */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /** @param rgb three bytes a pixel, rows from the top; not copied */
    public Picture(int width, int height, byte[] rgb) {
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

    /**
     * What encoded bytes are by their first bytes: image/png or image/jpeg.
     *
     * @throws PictureException when they are neither
     */
    public static String mediaType(byte[] encoded) {
        return ImageHeader.read(encoded).format().mediaType();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The pixels; not a copy, so do not write to it. */
    public byte[] rgb() {
        return rgb;
    }
}
