package io.consilium.standalone.bench;

import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.Source;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;

/** Made-up cases with a small picture each. Belongs to one thread. */
final class BenchCases {
    static final String SOURCE = "bench";

    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final byte[] picture = picture();
    private int next;

    Case next() {
        String id = "bench-" + run + "-" + next++;
        return Case.newBuilder()
                .setCaseId(id)
                .setSubject("bench-subject")
                .setReceivedAt(Instant.now())
                .setQuestion("On which side of this chest radiograph is the nodule?")
                .setOptions(List.of("left", "right"))
                .setImages(List.of(
                        Image.newBuilder().setContent(ByteBuffer.wrap(picture)).build()))
                .setSource(new Source(SOURCE, id))
                .build();
    }

    private static byte[] picture() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
