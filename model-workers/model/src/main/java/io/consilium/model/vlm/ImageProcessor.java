package io.consilium.model.vlm;

import io.consilium.image.Picture;
import io.consilium.image.PictureException;

/**
 * Picture to patches as Transformers' Qwen2VLImageProcessor does it: resize to multiples of patch·merge within the allowed
 * pixel count, rescale, normalise, cut into patches; a still picture fills every frame of the temporal patch. Thread-safe.
 */
final class ImageProcessor {
    private static final int MAX_RATIO = 200;

    private final ImageSettings settings;
    private final float[][] normalised = new float[3][256];

    ImageProcessor(ImageSettings settings) {
        this.settings = settings;
        for (int c = 0; c < 3; c++) {
            float mean = settings.mean().get(c).floatValue();
            float deviation = settings.deviation().get(c).floatValue();
            for (int sample = 0; sample < 256; sample++) {
                normalised[c][sample] = ((float) (sample * settings.rescale()) - mean) / deviation;
            }
        }
    }

    ImageSettings settings() {
        return settings;
    }

    Patches process(Picture picture) {
        PatchGrid grid = grid(picture.width(), picture.height());
        int patch = settings.patch();
        return new Patches(grid, cut(Resampler.resize(picture, grid.columns() * patch, grid.rows() * patch), grid));
    }

    /** {@code smart_resize}: the aspect ratio is kept as well as multiples of the factor allow. */
    PatchGrid grid(int width, int height) {
        if (Math.max(width, height) > (long) MAX_RATIO * Math.min(width, height)) {
            throw new PictureException("The picture is " + width + "×" + height + " pixels: one side may be at most "
                    + MAX_RATIO + " times the other.");
        }
        int factor = settings.factor();
        double rows = Math.rint((double) height / factor);
        double columns = Math.rint((double) width / factor);
        double pixels = (double) height * width;
        double rounded = rows * columns * factor * factor;
        if (rounded > settings.maxPixels()) {
            double beta = Math.sqrt(pixels / settings.maxPixels());
            rows = Math.max(1, Math.floor(height / beta / factor));
            columns = Math.max(1, Math.floor(width / beta / factor));
        } else if (rounded < settings.minPixels()) {
            double beta = Math.sqrt(settings.minPixels() / pixels);
            rows = Math.ceil(height * beta / factor);
            columns = Math.ceil(width * beta / factor);
        }
        return new PatchGrid((int) rows * settings.merge(), (int) columns * settings.merge());
    }

    /** Order of the axes: token row, token column, row and column within the token, channel, frame, patch row, patch column. */
    private float[] cut(Picture picture, PatchGrid grid) {
        int size = settings.patch();
        int values = 3 * settings.temporalPatch() * size * size;
        float[] out = new float[grid.patches() * values];
        int at = 0;
        for (int row = 0; row < grid.rows(); row += settings.merge()) {
            for (int column = 0; column < grid.columns(); column += settings.merge()) {
                for (int inner = 0; inner < settings.merge() * settings.merge(); inner++) {
                    int y = (row + inner / settings.merge()) * size;
                    int x = (column + inner % settings.merge()) * size;
                    patch(picture, x, y, out, at);
                    at += values;
                }
            }
        }
        return out;
    }

    private void patch(Picture picture, int left, int top, float[] out, int start) {
        int size = settings.patch();
        byte[] rgb = picture.rgb();
        int at = start;
        for (int c = 0; c < 3; c++) {
            int frame = at;
            for (int y = top; y < top + size; y++) {
                int from = 3 * (y * picture.width() + left) + c;
                for (int x = 0; x < size; x++, from += 3) {
                    out[at++] = normalised[c][rgb[from] & 0xff];
                }
            }
            for (int copy = 1; copy < settings.temporalPatch(); copy++) {
                System.arraycopy(out, frame, out, at, size * size);
                at += size * size;
            }
        }
    }
}
