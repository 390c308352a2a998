package io.consilium.model.vlm;

/** A prompt this model cannot take (too long, no text, unknown role): poison. */
public final class PromptException extends ModelException {
    private static final long serialVersionUID = 1L;

    public PromptException(String message) {
        super(message);
    }

    public PromptException(String message, Throwable cause) {
        super(message, cause);
    }
}
