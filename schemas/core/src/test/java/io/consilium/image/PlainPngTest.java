package io.consilium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures whose rows are filtered here, each kind by the formula of the PNG specification (9.2). */
class PlainPngTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    private final Random random = new Random(1);

    /** Colour type and channels; the filter changes from row to row, beginning with each kind. */
    @ParameterizedTest
    @CsvSource({"0,1", "2,3", "4,2", "6,4"})
    void shouldUndoEveryFilter(int colourType, int channels) throws IOException {
        for (int first = 0; first < 5; first++) {
            byte[] samples = new byte[WIDTH * HEIGHT * channels];
            random.nextBytes(samples);
            byte[] png = png(colourType, filtered(samples, channels, first));
            assertThat(PlainPng.rgb(png, ImageHeader.read(png)))
                    .as("first filter %d", first)
                    .hasValueSatisfying(rgb -> assertThat(rgb).containsExactly(colours(samples, channels)));
        }
    }

    @Test
    void shouldLeaveWhatIsNotAsItShouldBe() throws IOException {
        byte[] samples = new byte[WIDTH * HEIGHT * 3];
        byte[] rows = filtered(samples, 3, 0);
        byte[] good = png(2, rows);
        assertThat(left(Arrays.copyOf(good, good.length - 12))).as("no end").isTrue();
        assertThat(left(png(2, Arrays.copyOf(rows, rows.length - 1))))
                .as("too short")
                .isTrue();
        assertThat(left(png(2, Arrays.copyOf(rows, rows.length + 1))))
                .as("too long")
                .isTrue();
        assertThat(left(png(3, rows))).as("palette").isTrue();
        byte[] damaged = good.clone();
        damaged[45] ^= 0x40;
        assertThat(left(damaged)).as("damaged").isTrue();
        rows[0] = 5;
        byte[] unknown = png(2, rows);
        assertThat(left(unknown)).as("unknown filter").isTrue();
        assertThatThrownBy(() -> Picture.decode(unknown, PictureLimits.DEFAULT)).isInstanceOf(PictureException.class);
    }

    private static boolean left(byte[] png) {
        return PlainPng.rgb(png, ImageHeader.read(png)).isEmpty();
    }

    private static byte[] filtered(byte[] samples, int channels, int first) {
        int row = WIDTH * channels;
        byte[] rows = new byte[HEIGHT * (row + 1)];
        for (int y = 0; y < HEIGHT; y++) {
            int filter = (first + y) % 5;
            rows[y * (row + 1)] = (byte) filter;
            for (int i = 0; i < row; i++) {
                int left = i < channels ? 0 : samples[y * row + i - channels] & 0xff;
                int above = y == 0 ? 0 : samples[(y - 1) * row + i] & 0xff;
                int corner = i < channels || y == 0 ? 0 : samples[(y - 1) * row + i - channels] & 0xff;
                int guess =
                        switch (filter) {
                            case 1 -> left;
                            case 2 -> above;
                            case 3 -> (left + above) / 2;
                            case 4 -> paeth(left, above, corner);
                            default -> 0;
                        };
                rows[y * (row + 1) + 1 + i] = (byte) (samples[y * row + i] - guess);
            }
        }
        return rows;
    }

    private static int paeth(int a, int b, int c) {
        int p = a + b - c;
        if (Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)) {
            return a;
        }
        return Math.abs(p - b) <= Math.abs(p - c) ? b : c;
    }

    private static byte[] colours(byte[] samples, int channels) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = samples[i / 3 * channels + (channels < 3 ? 0 : i % 3)];
        }
        return rgb;
    }

    private static byte[] png(int colourType, byte[] rows) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
            deflater.write(rows);
        }
        ByteBuffer png = ByteBuffer.allocate(57 + data.size());
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(WIDTH)
                .putInt(HEIGHT);
        png.put(new byte[] {8, (byte) colourType, 0, 0, 0}).putInt(0);
        png.putInt(data.size())
                .put("IDAT".getBytes(StandardCharsets.US_ASCII))
                .put(data.toByteArray())
                .putInt(0);
        png.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        return png.array();
    }
}
