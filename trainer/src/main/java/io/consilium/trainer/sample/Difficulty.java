package io.consilium.trainer.sample;

import java.util.Locale;

/** How far the specialists help: s is the share of their opinions that are right (MMedAgent-RL, section on C-MARL). */
public enum Difficulty {
    /** s = 1. */
    EASY,
    /** 0 &lt; s &lt; 1. */
    MEDIUM,
    /** s = 0. */
    HARD;

    /** @param opinions at least 1 */
    public static Difficulty of(int right, int opinions) {
        if (right == opinions) {
            return EASY;
        }
        return right == 0 ? HARD : MEDIUM;
    }

    /** The name in files and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
