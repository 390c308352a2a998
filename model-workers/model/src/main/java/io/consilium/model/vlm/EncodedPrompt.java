package io.consilium.model.vlm;

/** A prompt as tokens and patches of pictures. Immutable. */
public final class EncodedPrompt {
    private final PreparedPrompt prepared;

    EncodedPrompt(PreparedPrompt prepared) {
        this.prepared = prepared;
    }

    PreparedPrompt prepared() {
        return prepared;
    }

    /** In tokens, the pictures' included. */
    public int length() {
        return prepared.length();
    }
}
