package io.consilium.model.doctor;

import io.consilium.model.vlm.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds checkpoints below a directory by what they are. Safe for threads; a directory is hashed when it has changed. */
final class CheckpointSearch {
    /** A checkpoint lies directly below the root, or below a directory of its model's versions. */
    private static final int DEPTH = 2;

    private final Path root;
    private final Checkpoints checkpoints;
    private final Map<String, String> versions = new HashMap<>();

    CheckpointSearch(Path root, Checkpoints checkpoints) {
        this.root = root;
        this.checkpoints = checkpoints;
    }

    synchronized Optional<Path> find(String version) {
        return directories().stream()
                .filter(directory -> version(directory).equals(version))
                .findFirst();
    }

    private List<Path> directories() {
        try (Stream<Path> below = Files.walk(root, DEPTH)) {
            return below.filter(path -> Files.isRegularFile(path.resolve("config.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelGoneException("The model root " + root + " cannot be read: " + e, e);
        }
    }

    /** Hashed once for as long as no file of it changes; empty for what cannot be read. */
    private String version(Path directory) {
        try {
            return versions.computeIfAbsent(stamp(directory), stamp -> checkpoints.version(directory));
        } catch (CheckpointException | IOException e) {
            return "";
        }
    }

    private static String stamp(Path directory) throws IOException {
        List<String> stamps = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(file + ":" + attributes.size() + ":"
                        + attributes.lastModifiedTime().toMillis());
            }
        }
        return String.join(",", stamps);
    }
}
