package io.consilium.trainer.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Changes of files that are there after a power cut, or not at all. */
final class DurableFiles {
    static final String TEMPORARY = ".tmp";

    private DurableFiles() {}

    /** Writes beside the file first, then renames, so that nobody ever sees half of it. */
    static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            force(temporary);
            move(temporary, file);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Fills a new directory beside the place, then puts it there. */
    static void replaceTree(Path place, CheckpointWriter writer) throws IOException {
        Path temporary = place.resolveSibling(place.getFileName() + TEMPORARY);
        try {
            removeTree(temporary);
            Files.createDirectories(temporary);
            writer.write(temporary);
            forceTree(temporary);
            removeTree(place);
            move(temporary, place);
        } catch (IOException e) {
            removeTree(temporary);
            throw e;
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(to.toAbsolutePath().getParent());
    }

    /** Brings every file below the directory, and the directories themselves, to the disk. */
    static void forceTree(Path directory) throws IOException {
        for (Path path : deepestFirst(directory)) {
            if (Files.isDirectory(path)) {
                forceDirectory(path);
            } else {
                force(path);
            }
        }
    }

    static void removeTree(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path path : deepestFirst(directory)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static List<Path> deepestFirst(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A new or renamed name is safe only when its directory is. */
    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
