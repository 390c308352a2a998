package io.consilium.standalone.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory of a service that leaves nothing behind, on Ctrl-C neither. */
public final class ScratchData implements AutoCloseable {
    private final Path path;
    private volatile Service service;

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

    /** The service that keeps its data there; it is closed before they are removed. */
    public void usedBy(Service running) {
        service = running;
    }

    @Override
    public synchronized void close() {
        if (service != null) {
            service.close();
        }
        DirectoryRemoval.remove(path);
    }
}
