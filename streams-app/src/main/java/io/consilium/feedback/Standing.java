package io.consilium.feedback;

import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;

/** How an outcome of a case stands. */
public enum Standing {
    /** It is the one in the sample. */
    COUNTS("counts"),
    /** Another one was confirmed after it. */
    OVERRULED("overruled by a later one"),
    /** It does not fit the case. */
    REFUSED("refused"),
    /** The case has no verdict yet. */
    WAITING("waits for the verdict"),
    /** The case was cancelled or superseded. */
    UNUSED("kept, but nobody learns from the case");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public static Standing of(FeedbackRecord file, FiledOutcome filed) {
        if (filed.getRefused().isPresent()) {
            return REFUSED;
        }
        if (file.getCase$().isEmpty() || file.getVerdict().isEmpty()) {
            return WAITING;
        }
        if (Confirmations.unusable(file).isPresent()) {
            return UNUSED;
        }
        boolean last = Confirmations.lastFiled(file).filter(filed::equals).isPresent();
        return last ? COUNTS : OVERRULED;
    }
}
