package io.consilium.model.doctor;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** An image store and synthetic pictures to put into it. */
final class FakeImages {
    private FakeImages() {}

    static ImageStore store(Path directory) {
        return new FileImageStore(directory, new byte[16]);
    }

    static byte[] png() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
