package io.consilium.model.vlm;

import java.awt.image.Raster;
import java.util.function.IntUnaryOperator;

/** Raw samples of a raster to RGB bytes, row by row. */
final class Samples {
    private Samples() {}

    static byte[] rgb(Raster raster, int shift) {
        return each(raster, (pixel, rgb, at) -> {
            for (int c = 0; c < 3; c++) {
                rgb[at + c] = (byte) (pixel[c] >> shift);
            }
        });
    }

    static byte[] grey(Raster raster, IntUnaryOperator toByte) {
        int full = (1 << Math.min(raster.getSampleModel().getSampleSize(0), 8)) - 1;
        return each(raster, (pixel, rgb, at) -> {
            byte value = (byte) (toByte.applyAsInt(pixel[0]) * 255 / full);
            rgb[at] = value;
            rgb[at + 1] = value;
            rgb[at + 2] = value;
        });
    }

    /** JFIF's YCbCr to RGB in libjpeg's 16 bit fixed point (jdcolor.c). */
    static byte[] fromYcc(Raster raster) {
        return each(raster, (pixel, rgb, at) -> ycc(pixel, rgb, at));
    }

    /** Adobe's inverted CMYK, or YCCK (YCbCr of the inverted colours): {@code (255-K) - C·(255-K)/255}, as Pillow rounds it. */
    static byte[] fromCmyk(Raster raster, boolean ycck) {
        byte[] cmy = new byte[3];
        return each(raster, (pixel, rgb, at) -> {
            int white = pixel[3];
            if (ycck) {
                ycc(pixel, cmy, 0);
            }
            for (int c = 0; c < 3; c++) {
                int ink = ycck ? cmy[c] & 0xff : 255 - pixel[c];
                int product = ink * white + 128;
                rgb[at + c] = clip(white - ((product + (product >> 8)) >> 8));
            }
        });
    }

    private static void ycc(int[] pixel, byte[] rgb, int at) {
        int blue = pixel[1] - 128;
        int red = pixel[2] - 128;
        rgb[at] = clip(pixel[0] + ((91881 * red + 32768) >> 16));
        rgb[at + 1] = clip(pixel[0] + ((-22554 * blue - 46802 * red + 32768) >> 16));
        rgb[at + 2] = clip(pixel[0] + ((116130 * blue + 32768) >> 16));
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private interface Conversion {
        void put(int[] pixel, byte[] rgb, int at);
    }

    private static byte[] each(Raster raster, Conversion conversion) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int[] row = new int[bands * width];
        int[] pixel = new int[bands];
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++, at += 3) {
                System.arraycopy(row, x * bands, pixel, 0, bands);
                conversion.put(pixel, rgb, at);
            }
        }
        return rgb;
    }
}
