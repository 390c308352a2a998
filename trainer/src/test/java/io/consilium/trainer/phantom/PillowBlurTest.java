package io.consilium.trainer.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.image.Picture;
import org.junit.jupiter.api.Test;

/** The blur against what Pillow 13 makes of the same picture. */
class PillowBlurTest {
    private static final int[] PICTURE = {
        207, 21, 45, 60, 46, 205, 222, 149, 10, 24, 85, 110, 159, 122, 67, 40, 177, 188, 8, 29, 115, 100, 227, 132, 107,
        110, 170, 150, 44, 188, 193, 244, 201, 72, 81, 166, 166, 178, 222, 74, 240, 0, 19, 249, 241, 76, 35, 80, 11,
        228, 169, 149, 62, 120, 48, 197, 121, 7, 65, 180
    };
    private static final int[] BLURRED = {
        142, 61, 104, 105, 75, 130, 131, 123, 90, 99, 111, 102, 129, 108, 102, 93, 128, 152, 74, 104, 144, 106, 149,
        129, 100, 136, 133, 112, 113, 158, 115, 159, 165, 88, 135, 161, 110, 157, 150, 82, 180, 123, 55, 171, 177, 86,
        110, 124, 69, 146, 147, 101, 135, 139, 64, 159, 130, 27, 129, 170
    };

    @Test
    void shouldBlurBitForBitAsPillowDoes() {
        Picture blurred = PillowBlur.blur(new Picture(5, 4, bytes(PICTURE)));

        assertThat(blurred.rgb()).isEqualTo(bytes(BLURRED));
        assertThat(blurred.width()).isEqualTo(5);
        assertThat(blurred.height()).isEqualTo(4);
    }

    private static byte[] bytes(int[] levels) {
        byte[] bytes = new byte[levels.length];
        for (int i = 0; i < levels.length; i++) {
            bytes[i] = (byte) levels[i];
        }
        return bytes;
    }
}
