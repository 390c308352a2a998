package io.consilium.trainer.phantom;

import java.util.Locale;

/** How a picture was taken: as training knows it, or with contrast, tint, noise and blur that training never saw. */
public enum Look {
    STANDARD,
    SHIFTED;

    /** As files of cases spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
