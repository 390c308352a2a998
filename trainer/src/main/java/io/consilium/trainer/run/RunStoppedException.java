package io.consilium.trainer.run;

/** A run cannot go on because its directory cannot be written; says why, what to do, and what is safe. */
public final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
