package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PngTest {
    @Test
    void shouldKeepEveryPixel() {
        byte[] rgb = new byte[3 * 7 * 5];
        new Random(1).nextBytes(rgb);
        byte[] png = Png.of(new Picture(7, 5, rgb));

        Picture read = Picture.decode(png, PictureLimits.DEFAULT);
        assertThat(Picture.mediaType(png)).isEqualTo("image/png");
        assertThat(read.width()).isEqualTo(7);
        assertThat(read.height()).isEqualTo(5);
        assertThat(read.rgb()).isEqualTo(rgb);
    }
}
