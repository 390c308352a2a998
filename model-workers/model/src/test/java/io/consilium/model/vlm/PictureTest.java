package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.image.Picture;
import io.consilium.image.PictureException;
import io.consilium.image.PictureLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Decoding held against Pillow 13 (pictures.json: each encoded picture and the bytes of its convert("RGB")). */
class PictureTest {
    @TestFactory
    Stream<DynamicTest> decodesAsPillowDoes() {
        JsonNode pictures = Json.read(Path.of("src/test/resources/golden/pictures.json"));
        return pictures.properties().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(each.getKey(), each.getValue())));
    }

    /** JPEG decoders may round differently; PNG may not. */
    private static void compare(String name, JsonNode expected) throws IOException {
        Picture picture = Picture.decode(expected.get("encoded").binaryValue(), PictureLimits.DEFAULT);
        byte[] rgb = expected.get("rgb").binaryValue();
        assertThat(picture.width()).isEqualTo(expected.get("width").asInt());
        assertThat(picture.rgb()).hasSameSizeAs(rgb);
        int worst = 0;
        for (int i = 0; i < rgb.length; i++) {
            worst = Math.max(worst, Math.abs((rgb[i] & 0xff) - (picture.rgb()[i] & 0xff)));
        }
        assertThat(worst).isLessThanOrEqualTo(name.endsWith(".png") ? 0 : 3);
    }

    private static void refused(byte[] encoded, String reason) {
        assertThatThrownBy(() -> Picture.decode(encoded, PictureLimits.DEFAULT))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldSayWhatIsWrongWithWhatIsNoPicture() {
        refused(new byte[0], "empty");
        refused("GIF89a......".getBytes(StandardCharsets.US_ASCII), "GIF");
        refused("just some text".getBytes(StandardCharsets.US_ASCII), "neither PNG nor JPEG");
        refused(new byte[21_000_000], "the limit is 20000000");
    }

    @Test
    void shouldRefuseTruncatedPictures() throws IOException {
        byte[] png = Files.readAllBytes(Golden.REFERENCE.resolve("images/wide.png"));
        for (int length : new int[] {8, 20, 40, png.length / 2, png.length * 3 / 4}) {
            assertThatThrownBy(() -> Picture.decode(Arrays.copyOf(png, length), PictureLimits.DEFAULT))
                    .as("%d bytes", length)
                    .isInstanceOf(PictureException.class);
        }
        byte[] jpeg = jpeg(64, 64);
        for (int length : new int[] {3, 30, jpeg.length / 2, jpeg.length - 40}) {
            assertThatThrownBy(() -> Picture.decode(Arrays.copyOf(jpeg, length), PictureLimits.DEFAULT))
                    .as("%d bytes", length)
                    .isInstanceOf(PictureException.class);
        }
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, i * 7919);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** The header alone decides: such a picture would take 300 MB, a bomb far more. */
    @Test
    void shouldRefuseHugePicturesByTheirHeader() {
        refused(pngHeader(10_000, 10_000, "IDAT"), "10000×10000");
        refused(pngHeader(60_000, 60_000, "IDAT"), "60000×60000");
        refused(pngHeader(0, 5, "IDAT"), "0×5");
        refused(pngHeader(5, 5, "acTL"), "animated");
    }

    private static byte[] pngHeader(int width, int height, String next) {
        ByteBuffer png = ByteBuffer.allocate(64);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        int start = png.position() + 4;
        png.putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height);
        png.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(png.array(), start, 17);
        png.putInt((int) crc.getValue());
        png.putInt(0).put(next.getBytes(StandardCharsets.US_ASCII)).putInt(0);
        return png.array();
    }
}
