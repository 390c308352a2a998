package io.consilium.worker;

/** The life of a worker, in order; every state may end in {@link #FAILED}. */
public enum WorkerState {
    CREATED,
    STARTING,
    RUNNING,
    DRAINING,
    CLOSED,
    /** A thread met a fault that it cannot pass; the worker takes nothing more. */
    FAILED
}
