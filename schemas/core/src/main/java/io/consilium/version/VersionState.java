package io.consilium.version;

/** What can be done with a version of a model now. */
public enum VersionState {
    /** Its weights lie in the store; no worker keeps it loaded. */
    AT_REST,
    /** A worker has loaded it and it answered in format. */
    READY,
    /** It could not be loaded, or it answered out of format; it gets no case before it is imported again. */
    FAILED
}
