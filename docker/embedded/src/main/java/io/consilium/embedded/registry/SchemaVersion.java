package io.consilium.embedded.registry;

/**
 * A version of a subject.
 *
 * @param deleted softly: no longer offered, still readable by its id
 */
record SchemaVersion(String subject, int version, int id, Content content, boolean deleted) {

    SchemaVersion asDeleted() {
        return new SchemaVersion(subject, version, id, content, true);
    }
}
