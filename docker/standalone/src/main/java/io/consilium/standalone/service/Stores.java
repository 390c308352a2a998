package io.consilium.standalone.service;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import io.consilium.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The stores that an address names, {@code SCHEME:WHERE}; a directory must be the same for all processes. */
public final class Stores {
    private static final String FILE = "file:";

    private Stores() {}

    /**
     * @param key file of the store's secret; by default it lies beside the directory, and is made on first use
     * @throws ConfigurationException when there is no such kind of store
     */
    public static ImageStore images(String address, Optional<Path> key) {
        if (address.startsWith(FILE)) {
            Path directory = directory(address);
            return new FileImageStore(directory, ImageKey.at(key.orElse(directory.resolveSibling("image.key"))));
        }
        throw unknown("--images", address);
    }

    /** @throws ConfigurationException when there is no such kind of store */
    public static WeightsStore weights(String address) {
        if (address.startsWith(FILE)) {
            return new DirectoryWeightsStore(directory(address));
        }
        throw unknown("--weights", address);
    }

    private static Path directory(String address) {
        return Path.of(address.substring(FILE.length())).toAbsolutePath();
    }

    private static ConfigurationException unknown(String option, String address) {
        return new ConfigurationException(
                option + " names no store", List.of(address + " is none of the kinds that there are: file:DIRECTORY"));
    }
}
