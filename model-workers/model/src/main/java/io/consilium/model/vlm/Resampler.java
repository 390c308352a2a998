package io.consilium.model.vlm;

import io.consilium.image.Picture;

/**
 * Bicubic resizing with antialiasing, bit for bit as Pillow does it for 8 bit pictures (libImaging/Resample.c): a = -0.5,
 * support widened by the scale when shrinking, horizontal pass then vertical, coefficients with 22 fractional bits, each
 * pass rounded to 8 bits.
 */
final class Resampler {
    private static final int PRECISION = 32 - 8 - 2;

    private Resampler() {}

    /** For each target pixel: its first source pixel, and the fixed-point weight of that and the following ones. */
    private record Kernel(int[] first, int[][] weights) {}

    static Picture resize(Picture source, int width, int height) {
        if (source.width() == width && source.height() == height) {
            return source;
        }
        Picture wide = source.width() == width ? source : horizontal(source, width);
        return source.height() == height ? wide : vertical(wide, height);
    }

    private static Picture horizontal(Picture source, int width) {
        Kernel kernel = kernel(source.width(), width);
        byte[] in = source.rgb();
        byte[] out = new byte[3 * width * source.height()];
        for (int y = 0, at = 0; y < source.height(); y++) {
            int row = 3 * source.width() * y;
            for (int x = 0; x < width; x++, at += 3) {
                sum(in, row + 3 * kernel.first[x], 3, kernel.weights[x], out, at);
            }
        }
        return new Picture(width, source.height(), out);
    }

    private static Picture vertical(Picture source, int height) {
        Kernel kernel = kernel(source.height(), height);
        int stride = 3 * source.width();
        byte[] in = source.rgb();
        byte[] out = new byte[stride * height];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < source.width(); x++, at += 3) {
                sum(in, stride * kernel.first[y] + 3 * x, stride, kernel.weights[y], out, at);
            }
        }
        return new Picture(source.width(), height, out);
    }

    private static void sum(byte[] in, int start, int step, int[] weights, byte[] out, int at) {
        int red = 1 << (PRECISION - 1);
        int green = red;
        int blue = red;
        int from = start;
        for (int weight : weights) {
            red += (in[from] & 0xff) * weight;
            green += (in[from + 1] & 0xff) * weight;
            blue += (in[from + 2] & 0xff) * weight;
            from += step;
        }
        out[at] = clip(red >> PRECISION);
        out[at + 1] = clip(green >> PRECISION);
        out[at + 2] = clip(blue >> PRECISION);
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private static Kernel kernel(int in, int out) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1);
        double support = 2 * filterScale;
        int[] first = new int[out];
        int[][] weights = new int[out][];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max((int) (centre - support + 0.5), 0);
            int last = Math.min((int) (centre + support + 0.5), in);
            weights[i] = weights(first[i], last, centre, 1 / filterScale);
        }
        return new Kernel(first, weights);
    }

    private static int[] weights(int first, int last, double centre, double inverseScale) {
        double[] exact = new double[last - first];
        double total = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = bicubic((i + first - centre + 0.5) * inverseScale);
            total += exact[i];
        }
        int[] fixed = new int[exact.length];
        for (int i = 0; i < exact.length; i++) {
            double scaled = (total == 0 ? exact[i] : exact[i] / total) * (1 << PRECISION);
            fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixed;
    }

    private static double bicubic(double distance) {
        double a = -0.5;
        double x = Math.abs(distance);
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
