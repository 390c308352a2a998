package io.consilium.trainer.phantom;

import io.consilium.image.Picture;

/** A synthetic picture and what it is known to show. Nothing here is a patient. */
public record Phantom(Truth truth, Picture picture) {

    public String department() {
        return truth.kind().department();
    }

    public int count() {
        return truth.count();
    }

    public Size size() {
        return truth.size();
    }

    public Side side() {
        return truth.side();
    }

    public String finding() {
        return truth.finding();
    }

    /** The diagnosis. */
    public String label() {
        return truth.label();
    }
}
