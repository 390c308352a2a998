package io.consilium.model.vlm;

import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the reference outputs lie. */
final class Golden {
    static final Path REFERENCE = Path.of("src/test/resources/golden/tiny");
    static final Path MODEL = REFERENCE.resolve("model");

    private Golden() {}

    /** Every picture of the reference by its name. */
    static Map<String, Picture> pictures() {
        try (Stream<Path> files = Files.list(REFERENCE.resolve("images"))) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toMap(name -> name, Golden::picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Picture picture(String name) {
        try {
            return Picture.decode(Files.readAllBytes(REFERENCE.resolve("images").resolve(name)), PictureLimits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
