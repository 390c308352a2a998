package io.consilium.trainer.run;

/** A run cannot go on: its directory cannot be written, or what it learns has gone wrong. Says why, what to do, and what is safe. */
public final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunStoppedException(String message) {
        super(message);
    }

    public RunStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
