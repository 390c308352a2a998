package io.consilium.trainer.run;

import java.io.IOException;
import java.nio.file.Path;

/** Fills the empty directory of a new checkpoint with files; {@code manifest.json} is not one of them. */
@FunctionalInterface
public interface CheckpointWriter {
    void write(Path directory) throws IOException;
}
