package io.consilium.problem;

/** Something outside is not available now: the same work may succeed later. */
public final class TransientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
