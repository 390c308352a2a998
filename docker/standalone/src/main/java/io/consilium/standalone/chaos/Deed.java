package io.consilium.standalone.chaos;

import java.util.SplittableRandom;

/** What a source or a clinician does when its turn comes, and how often in a hundred. */
enum Deed {
    PLAIN(60),
    URGENT(8),
    DERIVED_ID(3),
    RESENT(4),
    REUSED_ID(2),
    UNREADABLE(2),
    BROKEN_PICTURE(2),
    NO_QUESTION(2),
    UNKNOWN_SOURCE(1),
    CANCELLED(3),
    CANCELLED_LATE(1),
    CANCELLED_UNKNOWN(1),
    SUPERSEDES(2),
    CONFIRMED(6),
    CONFIRMED_WRONGLY(2),
    UNREADABLE_OUTCOME(1);

    private final int share;

    Deed(int share) {
        this.share = share;
    }

    static Deed drawn(SplittableRandom random) {
        int left = random.nextInt(100);
        for (Deed deed : values()) {
            left -= deed.share;
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("the shares are not a hundred");
    }
}
