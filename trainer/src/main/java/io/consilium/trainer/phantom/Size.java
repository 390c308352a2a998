package io.consilium.trainer.phantom;

/** How large the lesions of a picture are; those of one picture are alike. */
public enum Size {
    NONE("", 0, 0, 0),
    SMALL("small", 3.6, 4.4, 11),
    LARGE("large", 7.2, 8.4, 17.5);

    private final String word;
    private final double leastRadius;
    private final double greatestRadius;
    private final double gap;

    Size(String word, double leastRadius, double greatestRadius, double gap) {
        this.word = word;
        this.leastRadius = leastRadius;
        this.greatestRadius = greatestRadius;
        this.gap = gap;
    }

    /** As questions and answers say it; empty where there is no lesion. */
    public String word() {
        return word;
    }

    double leastRadius() {
        return leastRadius;
    }

    double greatestRadius() {
        return greatestRadius;
    }

    /** The centres of two lesions are further apart than this. */
    double gap() {
        return gap;
    }
}
