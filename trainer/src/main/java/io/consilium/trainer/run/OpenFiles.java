package io.consilium.trainer.run;

import java.io.IOException;

/** The files that a run writes while it goes on, and its lock. */
record OpenFiles(RunLock lock, JsonLines metrics, JsonLines events, EventFile tensorboard) implements AutoCloseable {
    /** Waits until what was told so far is on the disk. */
    void force() throws IOException {
        metrics.force();
        events.force();
    }

    /** Closes every file whatever happens to the others, and gives the lock back last. */
    @Override
    public void close() throws IOException {
        try (lock;
                metrics;
                events;
                tensorboard) {
            force();
        }
    }
}
