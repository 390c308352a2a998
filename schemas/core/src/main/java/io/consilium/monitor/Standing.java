package io.consilium.monitor;

/** How a part of a process stands, as its probes see it. */
public enum Standing {
    /** It starts, restores its state, waits for the broker or drains: it does no work now and needs no help. */
    WAITING,
    READY,
    /** It will not work again by itself; the process has to be restarted. */
    BROKEN
}
