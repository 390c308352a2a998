package io.consilium.model.weights;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.VisionLanguageModel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A weights store in a directory: {@code <root>/<version>/} in Hugging Face layout. */
public final class DirectoryWeightsStore implements WeightsStore {
    /** What is being written begins so; nobody finds it, and a crash leaves it behind unharmful. */
    private static final String BEING_WRITTEN = ".part-";

    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

    /** What a checkpoint consists of. */
    public interface Content {
        void writeTo(Path directory) throws IOException;
    }

    private final Path root;

    public DirectoryWeightsStore(Path root) {
        this.root = root;
    }

    @Override
    public String put(Path checkpoint) {
        if (!Files.isRegularFile(checkpoint.resolve("config.json"))) {
            throw new CheckpointException(
                    "There is no checkpoint in " + checkpoint + ": a directory with a config.json is wanted.");
        }
        String version = VisionLanguageModel.versionOf(checkpoint);
        if (find(version).isEmpty()) {
            try {
                fill(version, checkpoint.toString(), part -> copy(checkpoint, part));
            } catch (IOException e) {
                throw new CheckpointException("Cannot copy " + checkpoint + " to " + root + ": " + e, e);
            }
        }
        return version;
    }

    private static void copy(Path checkpoint, Path part) throws IOException {
        for (Path file : files(checkpoint)) {
            Files.copy(file, part.resolve(file.getFileName()));
        }
    }

    /**
     * Takes in a version that comes from elsewhere.
     *
     * @param origin named in the error
     * @param content writes the checkpoint's files into the directory that it gets
     * @throws CheckpointException when what was written is another version
     */
    public void fill(String version, String origin, Content content) throws IOException {
        Files.createDirectories(root);
        Path part = Files.createDirectory(root.resolve(BEING_WRITTEN + UUID.randomUUID()));
        try {
            content.writeTo(part);
            for (Path file : files(part)) {
                force(file, StandardOpenOption.WRITE);
            }
            if (!VisionLanguageModel.versionOf(part).equals(version)) {
                throw new CheckpointException(origin + " was changed while it was copied, or is damaged; try again when"
                        + " nobody writes to it any more.");
            }
            force(part, StandardOpenOption.READ);
            place(part, root.resolve(version));
            force(root, StandardOpenOption.READ);
        } finally {
            remove(part);
        }
    }

    /** Whoever comes second finds the same content there. */
    private static void place(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Path> find(String version) {
        Optional<Path> directory = Optional.of(version)
                .filter(name -> VERSION.matcher(name).matches())
                .map(root::resolve);
        return directory.filter(Files::isDirectory);
    }

    /** Out of sight at once, then gone: nobody finds half of it. */
    @Override
    public boolean remove(String version) {
        Optional<Path> kept = find(version);
        try {
            if (kept.isPresent()) {
                Path leaving = root.resolve(BEING_WRITTEN + UUID.randomUUID());
                Files.move(kept.get(), leaving, StandardCopyOption.ATOMIC_MOVE);
                remove(leaving);
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot remove version " + version + " from " + root + ": " + e, e);
        }
        return kept.isPresent();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void remove(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            for (Path file : files(part)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(part);
        }
    }

    /** A file is there after a power cut only when it was forced to the disk, and its directory too. */
    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
