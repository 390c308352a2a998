package io.consilium.standalone.chaos;

import java.time.Duration;

/** One process of a fleet, and the harm that can be done to it. Safe for threads. */
interface Member {
    String name();

    /** Does nothing when it runs. */
    void start();

    /** As {@code kill -9} does; returns when it is gone. */
    void kill();

    void pause();

    void resume();

    /** @param how one of the cuts that its fleet can make */
    void cut(FaultKind how);

    void mend();

    /** From now on it can write nothing, until it is started again; returns whether it ended of that in time. */
    boolean fillDisk(Duration patience);
}
