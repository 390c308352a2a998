package io.consilium.model.vlm;

/** A checkpoint directory that cannot be loaded: fatal for a start, a named failure for a pinned version. */
public final class CheckpointException extends ModelException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
