package io.consilium.standalone.service;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory of what leaves nothing behind, on Ctrl-C neither. */
public final class ScratchData implements AutoCloseable {
    private final Path path;
    private volatile AutoCloseable user = () -> {};

    private ScratchData(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    public static ScratchData make(String prefix) {
        try {
            return new ScratchData(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be made", e);
        }
    }

    public Path path() {
        return path;
    }

    /** @param running keeps its data there and is closed before they are removed; closing it twice does nothing */
    public void usedBy(AutoCloseable running) {
        user = running;
    }

    @Override
    public synchronized void close() {
        try {
            user.close();
        } catch (Exception e) {
            throw new FatalException("what uses " + path + " cannot be closed: " + e, e);
        }
        DirectoryRemoval.remove(path);
    }
}
