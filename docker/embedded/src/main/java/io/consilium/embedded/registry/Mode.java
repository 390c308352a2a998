package io.consilium.embedded.registry;

/** What may be done to a subject, in Confluent's words. */
enum Mode {
    READWRITE,
    READONLY,
    /** Set for all subjects, it outdoes what is set for one. */
    READONLY_OVERRIDE,
    /** Versions and ids are given by the caller; compatibility is not checked. */
    IMPORT;

    boolean readOnly() {
        return this == READONLY || this == READONLY_OVERRIDE;
    }
}
