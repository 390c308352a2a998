package io.consilium.trainer.run;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory's lock file, held while a run writes there; the system lets go of it when the process ends. */
final class RunLock implements AutoCloseable {
    static final String NAME = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws FatalException when another run, in this process or another one, holds it */
    static RunLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!held(channel)) {
            channel.close();
            throw new FatalException(
                    directory + " is in use by a run that goes on; wait for its end or use another directory");
        }
        return new RunLock(channel);
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcessHoldsIt) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
