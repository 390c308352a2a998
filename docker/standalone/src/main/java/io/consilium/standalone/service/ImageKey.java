package io.consilium.standalone.service;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The secret of the image store's addresses: made on first use, readable by its owner only. */
final class ImageKey {
    private static final int BYTES = 32;

    private ImageKey() {}

    static byte[] at(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[BYTES];
                new SecureRandom().nextBytes(key);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, key);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FatalException("the image store's key " + file + " cannot be made or read: " + e, e);
        }
    }
}
