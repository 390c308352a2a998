package io.consilium.problem;

/** The first of a chain of failures: others were thrown because of it. */
public final class RootCause {
    private RootCause() {}

    public static Throwable of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What it says, or its type where it says nothing. */
    public static String message(Throwable failure) {
        Throwable root = of(failure);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
