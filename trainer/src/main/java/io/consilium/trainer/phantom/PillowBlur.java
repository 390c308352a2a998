package io.consilium.trainer.phantom;

import io.consilium.image.Picture;

/**
 * A Gaussian blur of radius 0.8 as Pillow does it for 8 bit pictures (libImaging/BoxBlur.c): three box blurs along the rows,
 * then three down the columns, each rounded to 8 bits. A box of this radius reaches a part of the next pixel only, so each
 * is three weights with 24 fractional bits; pixels beyond the edge are those at the edge.
 */
final class PillowBlur {
    private static final float RADIUS = 0.8f;
    private static final int PASSES = 3;
    private static final int PRECISION = 24;
    private static final int HALF = 1 << (PRECISION - 1);

    private PillowBlur() {}

    static Picture blur(Picture picture) {
        int row = 3 * picture.width();
        int centre = centre();
        byte[] rgb = picture.rgb().clone();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int y = 0; y < picture.height(); y++) {
                lines(rgb, row * y, 3, picture.width(), centre);
            }
        }
        for (int pass = 0; pass < PASSES; pass++) {
            for (int x = 0; x < picture.width(); x++) {
                lines(rgb, 3 * x, row, picture.height(), centre);
            }
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    /**
     * The weight of a pixel itself; its two neighbours share the rest. The box's radius is what makes three of them as wide
     * as the Gaussian (Gwosdek et al., SSVM 2011, equation 14, for a whole part of 0).
     */
    private static int centre() {
        float variance = RADIUS * RADIUS / PASSES;
        float radius = -3 * variance / (6 * (variance - 1));
        return (int) ((1 << PRECISION) / (radius * 2 + 1));
    }

    /** Blurs the three colours of one row or column in place. */
    private static void lines(byte[] rgb, int start, int step, int length, int centre) {
        int side = ((1 << PRECISION) - centre) / 2;
        for (int colour = 0; colour < 3; colour++) {
            int at = start + colour;
            int before = rgb[at] & 0xff;
            int here = before;
            for (int i = 0; i < length; i++, at += step) {
                int after = i + 1 < length ? rgb[at + step] & 0xff : here;
                rgb[at] = (byte) ((before * side + here * centre + after * side + HALF) >>> PRECISION);
                before = here;
                here = after;
            }
        }
    }
}
