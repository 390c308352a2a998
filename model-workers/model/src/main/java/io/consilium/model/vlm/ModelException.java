package io.consilium.model.vlm;

/** Something the model was given cannot be used; the message says what, where, and what to do. */
public abstract sealed class ModelException extends RuntimeException permits CheckpointException, PromptException {
    private static final long serialVersionUID = 1L;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
