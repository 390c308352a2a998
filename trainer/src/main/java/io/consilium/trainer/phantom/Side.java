package io.consilium.trainer.phantom;

/** On which half of the picture the lesions lie; those of one picture lie together. */
public enum Side {
    NONE("", 0),
    LEFT("left", 0),
    RIGHT("right", 46);

    private final String word;
    private final double shift;

    Side(String word, double shift) {
        this.word = word;
        this.shift = shift;
    }

    /** As questions and answers say it; empty where there is no lesion. */
    public String word() {
        return word;
    }

    /** How many pixels to the right of the left half's lesions. */
    double shift() {
        return shift;
    }
}
