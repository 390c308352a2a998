package io.consilium.standalone.service;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The secret of the image store's addresses: made on first use, by one process of all, readable by its owner only. */
final class ImageKey {
    private static final int BYTES = 32;

    private ImageKey() {}

    static byte[] at(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FatalException("the image store's key " + file + " cannot be made or read: " + e, e);
        }
    }

    /** Whole or not at all: two processes that start at the same time must not take two keys. */
    private static void make(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel locked = FileChannel.open(
                        lock,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileLock held = locked.lock()) {
            if (held.isValid() && Files.notExists(file)) {
                byte[] key = new byte[BYTES];
                new SecureRandom().nextBytes(key);
                Path part = file.resolveSibling(file.getFileName() + ".part");
                Files.deleteIfExists(part);
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(part, key);
                Files.move(part, file);
            }
        } finally {
            Files.deleteIfExists(lock);
        }
    }
}
