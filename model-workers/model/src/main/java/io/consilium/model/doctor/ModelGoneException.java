package io.consilium.model.doctor;

/** A pinned model version cannot be had here; the message says what was looked for and where. */
final class ModelGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelGoneException(String message) {
        super(message);
    }

    ModelGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
