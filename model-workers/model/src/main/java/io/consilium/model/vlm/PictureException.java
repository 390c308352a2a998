package io.consilium.model.vlm;

/** A picture that cannot be decoded or is refused by its size: poison, the same bytes fail every time. */
public final class PictureException extends ModelException {
    private static final long serialVersionUID = 1L;

    public PictureException(String message) {
        super(message);
    }

    public PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
