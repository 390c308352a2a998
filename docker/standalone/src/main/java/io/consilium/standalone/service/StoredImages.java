package io.consilium.standalone.service;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The image store of a service, in its data directory. */
public final class StoredImages {
    private StoredImages() {}

    /** Makes the store where there is none. */
    static ImageStore make(Path data) {
        return new FileImageStore(data.resolve("images"), ImageKey.at(key(data)));
    }

    /** @throws ConfigurationException when no service has kept pictures there */
    public static ImageStore open(Path data) {
        if (!Files.isReadable(key(data))) {
            throw new ConfigurationException(
                    "The pictures cannot be read",
                    List.of(data.toAbsolutePath() + " holds no image store; name the service's data directory with"
                            + " --data"));
        }
        return make(data);
    }

    private static Path key(Path data) {
        return data.resolve("image.key");
    }
}
