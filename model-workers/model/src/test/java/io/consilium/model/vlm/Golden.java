package io.consilium.model.vlm;

import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the reference outputs lie. */
final class Golden {
    static final Path REFERENCE = Path.of("src/test/resources/golden/tiny");
    static final Path MODEL = REFERENCE.resolve("model");

    private Golden() {}

    static Picture picture(String name) {
        try {
            return Picture.decode(Files.readAllBytes(REFERENCE.resolve("images").resolve(name)), PictureLimits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
