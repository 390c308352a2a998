package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.consilium.embedded.registry.Change.LevelSet;
import io.consilium.embedded.registry.Change.ModeSet;
import java.util.List;
import java.util.Optional;

/** Sets compatibility levels and modes, of one subject or ("") of all. Safe for threads. */
final class Settings {
    private final SchemaStore store;
    private final SchemaWriter writer;

    Settings(SchemaStore store, SchemaWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    void level(String subject, Optional<CompatibilityLevel> level) {
        writer.inTurn(() -> {
            if (store.mode(subject).readOnly()) {
                throw RegistryError.notPermitted("Subject " + subject + " is in read-only mode");
            }
            writer.write(List.of(new LevelSet(subject, level)));
            return level;
        });
    }

    /** @param force to import into subjects that have versions already */
    void mode(String subject, Optional<Mode> mode, boolean force) {
        writer.inTurn(() -> {
            if (mode.equals(Optional.of(Mode.IMPORT)) && !force && hasVersions(subject)) {
                throw RegistryError.notPermitted("Cannot import since found existing subjects");
            }
            writer.write(List.of(new ModeSet(subject, mode)));
            return mode;
        });
    }

    private boolean hasVersions(String subject) {
        return !(subject.isEmpty() ? store.versions() : store.versions(subject)).isEmpty();
    }
}
