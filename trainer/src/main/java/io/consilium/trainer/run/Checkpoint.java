package io.consilium.trainer.run;

import java.nio.file.Path;

/** A whole checkpoint: the state after {@code step}. */
public record Checkpoint(long step, Path directory) {}
