package io.consilium.topic;

import java.time.Duration;

/** How long records stay. */
public sealed interface Retention {
    /**
     * Records older than this are deleted.
     *
     * @param onBrokers how long they stay on the brokers' own disks where those have tiered storage
     */
    record Delete(Duration after, Duration onBrokers) implements Retention {
        Delete(Duration after) {
            this(after, after);
        }

        boolean mayBeTiered() {
            return onBrokers.compareTo(after) < 0;
        }
    }

    /** The latest record of each key stays for ever. */
    record Compact() implements Retention {}

    /** Every record stays for ever. */
    record Keep() implements Retention {
        /** How the broker spells it. */
        static final long MS = -1;
    }

    default String inWords() {
        if (this instanceof Delete delete) {
            String days = delete.after().toDays() + " days";
            return delete.mayBeTiered()
                    ? days + ", tiered after " + delete.onBrokers().toDays()
                    : days;
        }
        return this instanceof Keep ? "for ever" : "compacted";
    }
}
