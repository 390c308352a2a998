package io.consilium.access;

import io.consilium.topic.Lane;

/** The names of the groups that read topics; a streams application's group bears its own name. */
public final class Groups {
    public static final String WORKERS = "workers";

    private Groups() {}

    /** The share group of the workers that reads one lane. */
    public static String workers(Lane lane) {
        return workers(WORKERS, lane);
    }

    public static String workers(String group, Lane lane) {
        return lane == Lane.URGENT ? group + ".urgent" : group;
    }
}
