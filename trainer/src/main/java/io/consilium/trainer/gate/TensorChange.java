package io.consilium.trainer.gate;

import java.util.Optional;

/**
 * A weight that is not what it was.
 *
 * @param before SHA-256 of its elements in the champion; empty where it is new
 * @param after the same in the candidate; empty where it is gone
 * @param norm Euclidean, of the change; of an added or removed weight, of the weight itself
 * @param relative the norm over that of the weight before; 1 where there is nothing to hold it against
 * @param greatest change of one element
 */
public record TensorChange(
        String name,
        Kind kind,
        Optional<String> before,
        Optional<String> after,
        double norm,
        double relative,
        double greatest) {

    public enum Kind {
        CHANGED,
        ADDED,
        REMOVED,
        /** Of another shape or element type. */
        RESHAPED
    }

    /** Whether every element of the candidate's is a number. */
    boolean isFinite() {
        return Double.isFinite(norm) && Double.isFinite(greatest);
    }
}
