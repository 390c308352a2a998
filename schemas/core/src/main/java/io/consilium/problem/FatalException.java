package io.consilium.problem;

/** The process cannot go on; it stops, says why, and exits with a code other than 0. */
public final class FatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FatalException(String message) {
        super(message);
    }

    public FatalException(String message, Throwable cause) {
        super(message, cause);
    }
}
