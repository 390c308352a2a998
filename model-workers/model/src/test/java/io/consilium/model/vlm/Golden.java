package io.consilium.model.vlm;

import java.nio.file.Path;

/** Where the reference outputs lie. */
final class Golden {
    static final Path REFERENCE = Path.of("src/test/resources/golden/tiny");
    static final Path MODEL = REFERENCE.resolve("model");

    private Golden() {}
}
