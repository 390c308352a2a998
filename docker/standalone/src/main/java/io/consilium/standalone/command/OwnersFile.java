package io.consilium.standalone.command;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files that hold patients' data: for their owner only, from the first byte on. */
final class OwnersFile {
    private OwnersFile() {}

    /** What was there before is replaced. */
    static void write(Path file, byte[] content) {
        try {
            Files.deleteIfExists(file);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, content);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be written: " + e, e);
        }
    }
}
