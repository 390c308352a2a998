package io.consilium.model.vlm;

/**
 * What a picture may cost before it is decoded.
 *
 * @param maxBytes encoded size in bytes
 * @param maxSide width and height in pixels
 * @param maxPixels width times height
 */
public record PictureLimits(long maxBytes, int maxSide, long maxPixels) {
    /** 20 MB encoded, 8,192 pixels a side, 40 million pixels: 120 MB decoded at most. */
    public static final PictureLimits DEFAULT = new PictureLimits(20_000_000, 8_192, 40_000_000);
}
