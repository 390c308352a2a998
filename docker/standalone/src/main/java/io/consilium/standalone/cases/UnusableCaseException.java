package io.consilium.standalone.cases;

/** A case of a file cannot be published; says why. */
final class UnusableCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableCaseException(String message) {
        super(message);
    }
}
