package io.consilium.trainer.phantom;

import io.consilium.image.Picture;
import java.util.random.RandomGenerator;

/** A square picture in the making: grey levels as floats, red, green and blue, rows from the top. One thread uses it. */
final class Canvas {
    static final int SIZE = 112;
    /** A line is not painted where its mask is below exp(-16): less than a ten-thousandth of a grey level. */
    private static final double FAINT = 16;

    private final float[] levels = new float[3 * SIZE * SIZE];

    /** How far a pixel is from a line, in pixels along the row. */
    interface Distance {
        double at(int x, int y);
    }

    /** A level to add to all three colours of a pixel. */
    interface Light {
        double at(int x, int y);
    }

    static Canvas of(Colour colour) {
        Canvas canvas = new Canvas();
        for (int at = 0; at < canvas.levels.length; at += 3) {
            canvas.mix(at, colour, 1);
        }
        return canvas;
    }

    /** Only its bounding box is visited. */
    void paint(Ellipse ellipse, Colour colour, double strength) {
        double reachX = ellipse.radiusX() * ellipse.reach();
        double reachY = ellipse.radiusY() * ellipse.reach();
        int lastX = (int) Math.min(SIZE - 1, Math.ceil(ellipse.x() + reachX));
        int lastY = (int) Math.min(SIZE - 1, Math.ceil(ellipse.y() + reachY));
        int firstX = (int) Math.max(0, Math.floor(ellipse.x() - reachX));
        for (int y = (int) Math.max(0, Math.floor(ellipse.y() - reachY)); y <= lastY; y++) {
            for (int x = firstX; x <= lastX; x++) {
                double mask = ellipse.mask(x, y);
                if (mask > 0) {
                    mix(3 * (SIZE * y + x), colour, mask * strength);
                }
            }
        }
    }

    /** A soft line: the mask is exp(-distance² / width). */
    void paint(Distance distance, double width, Colour colour, double strength) {
        for (int y = 0, at = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++, at += 3) {
                double pixels = distance.at(x, y);
                double exponent = pixels * pixels / width;
                if (exponent < FAINT) {
                    mix(at, colour, Math.exp(-exponent) * strength);
                }
            }
        }
    }

    void lighten(Light light) {
        for (int y = 0, at = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                float level = (float) light.at(x, y);
                levels[at++] += level;
                levels[at++] += level;
                levels[at++] += level;
            }
        }
    }

    /** Grey noise: the three colours of a pixel get the same. */
    void noise(RandomGenerator random, double deviation) {
        lighten((x, y) -> random.nextGaussian() * deviation);
    }

    /** Noise of its own for each colour. */
    void colourNoise(RandomGenerator random, double deviation) {
        for (int at = 0; at < levels.length; at++) {
            levels[at] += (float) (random.nextGaussian() * deviation);
        }
    }

    /** Each level times a gain, then shifted by its colour's part. */
    void scale(double gain, Colour shift) {
        for (int at = 0; at < levels.length; at += 3) {
            levels[at] = (float) (levels[at] * gain + shift.red());
            levels[at + 1] = (float) (levels[at + 1] * gain + shift.green());
            levels[at + 2] = (float) (levels[at + 2] * gain + shift.blue());
        }
    }

    /** Levels cut to 0 and 255, fractions dropped. */
    Picture picture() {
        byte[] rgb = new byte[levels.length];
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) Math.max(0, Math.min(255, (int) levels[at]));
        }
        return new Picture(SIZE, SIZE, rgb);
    }

    private void mix(int at, Colour colour, double share) {
        levels[at] = (float) (levels[at] * (1 - share) + colour.red() * share);
        levels[at + 1] = (float) (levels[at + 1] * (1 - share) + colour.green() * share);
        levels[at + 2] = (float) (levels[at + 2] * (1 - share) + colour.blue() * share);
    }
}
