package io.consilium.topic;

import io.consilium.record.Priority;

/** Urgent and routine requests lie in topics of their own, so that a worker can take the urgent ones first. */
public enum Lane {
    URGENT(".urgent"),
    ROUTINE("");

    private final String suffix;

    Lane(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    public static Lane of(Priority priority) {
        return priority == Priority.URGENT ? URGENT : ROUTINE;
    }
}
