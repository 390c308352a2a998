package io.consilium.model.weights;

import io.consilium.model.vlm.CheckpointException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checkpoints by the hash of their content. What lies in it never changes; it is there whole or not at all. Safe for
 * threads and processes.
 */
public interface WeightsStore {
    /** Holds nothing and takes nothing. */
    WeightsStore EMPTY = new WeightsStore() {
        @Override
        public String put(Path checkpoint) {
            throw new CheckpointException("There is no weights store to put " + checkpoint + " into.");
        }

        @Override
        public Optional<Path> find(String version) {
            return Optional.empty();
        }

        @Override
        public boolean remove(String version) {
            return false;
        }
    };

    /**
     * Takes a checkpoint in, unless it is there.
     *
     * @return its version: the hash of its content
     * @throws CheckpointException when the directory holds no checkpoint, changes meanwhile, or cannot be copied
     */
    String put(Path checkpoint);

    /** Where a version lies. Whoever loads it holds its hash against the version. */
    Optional<Path> find(String version);

    /**
     * Takes a version out; who has it loaded goes on with it.
     *
     * @return whether it was there
     */
    boolean remove(String version);
}
