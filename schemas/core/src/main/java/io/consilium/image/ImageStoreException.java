package io.consilium.image;

/** A picture cannot be had; says of which case and why. */
public final class ImageStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the picture. */
    public enum Kind {
        BAD_ADDRESS,
        MISSING,
        CORRUPT
    }

    private final Kind kind;

    ImageStoreException(Kind kind, String caseId, String address, String what) {
        super("case " + caseId + ": picture " + address + " " + what);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
