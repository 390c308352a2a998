package io.consilium.standalone.service;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.s3.Bucket;
import io.consilium.s3.S3ImageStore;
import io.consilium.s3.S3Location;
import io.consilium.s3.S3WeightsStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The stores that an address names, {@code SCHEME:WHERE}; a directory must be the same for all processes. */
public final class Stores {
    private static final String FILE = "file:";
    private static final String S3 = S3Location.SCHEME + ":";

    /** Where versions from elsewhere lie on this host. */
    private static final Path HERE = Path.of(System.getProperty("user.home"), ".consilium", "models");

    private Stores() {}

    /**
     * @param key file of the store's secret; a directory's lies beside it by default, and is made on first use
     * @throws ConfigurationException when there is no such kind of store
     */
    public static ImageStore images(String address, Optional<Path> key) {
        if (address.startsWith(FILE)) {
            Path directory = directory(address);
            return new FileImageStore(directory, ImageKey.at(key.orElse(directory.resolveSibling("image.key"))));
        }
        if (address.startsWith(S3)) {
            S3Location location = S3Location.of(URI.create(address));
            return new S3ImageStore(Bucket.open(location), shared(key));
        }
        throw unknown("--images", address);
    }

    /** @throws ConfigurationException when there is no such kind of store */
    public static WeightsStore weights(String address) {
        if (address.startsWith(FILE)) {
            return new DirectoryWeightsStore(directory(address));
        }
        if (address.startsWith(S3)) {
            return new S3WeightsStore(Bucket.open(S3Location.of(URI.create(address))), HERE);
        }
        throw unknown("--weights", address);
    }

    /** Two processes that made one each would not find each other's pictures. */
    private static byte[] shared(Optional<Path> key) {
        Path file = key.filter(Files::isReadable)
                .orElseThrow(() -> new ConfigurationException(
                        "The image store has no secret",
                        List.of("--image-key must name a file of at least 16 random bytes that this process can read,"
                                + " the same for all intakes and workers")));
        return ImageKey.at(file);
    }

    private static Path directory(String address) {
        return Path.of(address.substring(FILE.length())).toAbsolutePath();
    }

    private static ConfigurationException unknown(String option, String address) {
        return new ConfigurationException(
                option + " names no store",
                List.of(address + " is none of the kinds that there are: file:DIRECTORY, s3://BUCKET/PREFIX"));
    }
}
