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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints below one directory, each loaded once however many doctors speak through it, and kept until the shelf
 * is closed. Safe for threads; whoever asks first for a model waits while it loads, and so do those who ask meanwhile.
 */
final class ModelShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);
    /** A checkpoint lies directly below the root, or below a directory of its model's versions. */
    private static final int DEPTH = 2;

    private final Path root;
    private final Checkpoints checkpoints;
    private final Map<Path, LoadedModel> loaded = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();

    ModelShelf(Path root, Checkpoints checkpoints) {
        this.root = root;
        this.checkpoints = checkpoints;
    }

    Path directory(String model) {
        return root.resolve(model);
    }

    /**
     * The checkpoint in the model's own directory.
     *
     * @throws CheckpointException when it cannot be loaded
     */
    synchronized LoadedModel current(String model) {
        return load(directory(model));
    }

    /**
     * A certain version of a model: in its own directory, or in any other below the root.
     *
     * @throws ModelGoneException when no directory holds it, or the one that does cannot be loaded
     */
    synchronized LoadedModel pinned(String model, String version) {
        Optional<LoadedModel> ready = loaded.values().stream()
                .filter(one -> one.version().equals(version))
                .findFirst();
        if (ready.isPresent()) {
            return ready.get();
        }
        Path found = directories().stream()
                .filter(directory -> version(directory).equals(version))
                .findFirst()
                .orElseThrow(() -> new ModelGoneException("No checkpoint below " + root + " is version " + version
                        + " of " + model + "; bring it back or let the case be asked again."));
        try {
            return load(found);
        } catch (CheckpointException e) {
            throw new ModelGoneException(
                    "Version " + version + " of " + model + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private LoadedModel load(Path directory) {
        LoadedModel ready = loaded.get(directory);
        if (ready == null) {
            ready = checkpoints.load(directory);
            loaded.put(directory, ready);
            LOG.info("model={} version={} state=LOADED directory={}", ready.name(), ready.version(), directory);
        }
        return ready;
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

    @Override
    public synchronized void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }
}
