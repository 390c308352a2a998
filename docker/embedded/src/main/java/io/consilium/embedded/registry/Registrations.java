package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.consilium.embedded.registry.Change.VersionWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Registers schemas, finds them again, and judges whether a new one fits the old ones. Safe for threads. */
final class Registrations {
    private final SchemaStore store;
    private final SchemaWriter writer;
    private final AvroParsing parsing;

    Registrations(SchemaStore store, SchemaWriter writer) {
        this.store = store;
        this.writer = writer;
        this.parsing = new AvroParsing(store);
    }

    /** What a caller wants to register; id and version are only given when a subject is imported. */
    record Wish(Content content, boolean normalize, OptionalInt id, OptionalInt version) {}

    /** @return the id: the one it has when the subject has the schema already */
    int register(String subject, Wish wish) {
        return writer.inTurn(() -> {
            requireMode(subject, wish.id().isPresent());
            ParsedSchema parsed = parsing.parse(wish.content(), wish.normalize());
            Content canonical = wish.content().withSchema(parsed.canonicalString());
            Optional<SchemaVersion> present = find(store.liveVersions(subject), canonical);
            return present.isPresent() ? present.get().id() : write(subject, wish, parsed, canonical);
        });
    }

    Optional<SchemaVersion> lookUp(String subject, Content content, boolean normalize, boolean deletedToo) {
        ParsedSchema parsed = parsing.parse(content, normalize);
        List<SchemaVersion> versions = deletedToo ? store.versions(subject) : store.liveVersions(subject);
        return find(versions, content.withSchema(parsed.canonicalString()));
    }

    /** @return what does not fit, in words; empty when all fits */
    List<String> incompatibilities(String subject, Content content, List<SchemaVersion> earlier, boolean normalize) {
        return incompatibilities(subject, parsing.parse(content, normalize), earlier);
    }

    private int write(String subject, Wish wish, ParsedSchema parsed, Content canonical) {
        if (wish.id().isEmpty()) {
            List<String> problems = incompatibilities(subject, parsed, store.liveVersions(subject));
            if (!problems.isEmpty()) {
                throw RegistryError.incompatible(subject, problems);
            }
        }
        int id = wish.id().orElseGet(() -> store.id(canonical).orElseGet(store::nextId));
        requireFree(id, canonical);
        int version = wish.version().orElseGet(() -> nextVersion(subject));
        requireNew(subject, version);
        writer.write(List.of(new VersionWritten(new SchemaVersion(subject, version, id, canonical, false))));
        return id;
    }

    private List<String> incompatibilities(String subject, ParsedSchema parsed, List<SchemaVersion> earlier) {
        CompatibilityLevel level = store.level(subject).orElse(CompatibilityLevel.BACKWARD);
        List<ParsedSchemaHolder> holders = new ArrayList<>();
        for (SchemaVersion version : earlier) {
            holders.add(new SimpleParsedSchemaHolder(parsing.parse(version.content(), false)));
        }
        return parsed.isCompatible(level, holders);
    }

    private void requireMode(String subject, boolean importing) {
        Mode mode = store.mode(subject);
        if (mode.readOnly()) {
            throw RegistryError.notPermitted("Subject " + subject + " is in read-only mode");
        }
        if (importing != (mode == Mode.IMPORT)) {
            String wanted = importing ? "import" : "read-write";
            throw RegistryError.notPermitted("Subject " + subject + " is not in " + wanted + " mode");
        }
    }

    private void requireFree(int id, Content canonical) {
        boolean taken =
                store.withId(id).stream().anyMatch(version -> !version.content().equals(canonical));
        if (taken) {
            throw RegistryError.notPermitted("Overwrite new schema with id " + id + " is not permitted.");
        }
    }

    private void requireNew(String subject, int version) {
        if (store.versions(subject).stream().anyMatch(present -> present.version() == version)) {
            throw RegistryError.notPermitted(
                    "Overwrite of version " + version + " of " + subject + " is not permitted.");
        }
    }

    private int nextVersion(String subject) {
        List<SchemaVersion> versions = store.versions(subject);
        return versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
    }

    private static Optional<SchemaVersion> find(List<SchemaVersion> versions, Content canonical) {
        return versions.stream()
                .filter(version -> version.content().equals(canonical))
                .reduce((earlier, later) -> later);
    }
}
