package io.consilium.topic;

import java.time.Duration;

/** How long records stay. */
public sealed interface Retention {
    /** Records older than this are deleted. */
    record Delete(Duration after) implements Retention {}

    /** The latest record of each key stays for ever. */
    record Compact() implements Retention {}

    /** Every record stays for ever. */
    record Keep() implements Retention {
        /** How the broker spells it. */
        static final long MS = -1;
    }

    default String inWords() {
        if (this instanceof Delete delete) {
            return delete.after().toDays() + " days";
        }
        return this instanceof Keep ? "for ever" : "compacted";
    }
}
