package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import java.util.Optional;

/** One record of the {@code _schemas} topic. The subject "" stands for all subjects. */
sealed interface Change {
    record VersionWritten(SchemaVersion version) implements Change {}

    record VersionErased(String subject, int version) implements Change {}

    /** Versions up to and including this one are softly deleted. */
    record SubjectDeleted(String subject, int upTo) implements Change {}

    /** A deletion is forgotten, since nothing of the subject is left. */
    record SubjectErased(String subject) implements Change {}

    record LevelSet(String subject, Optional<CompatibilityLevel> level) implements Change {}

    record ModeSet(String subject, Optional<Mode> mode) implements Change {}

    /** A record that tells this registry nothing. */
    record Nothing() implements Change {}
}
