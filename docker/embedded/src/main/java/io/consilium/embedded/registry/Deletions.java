package io.consilium.embedded.registry;

import io.consilium.embedded.registry.Change.SubjectDeleted;
import io.consilium.embedded.registry.Change.SubjectErased;
import io.consilium.embedded.registry.Change.VersionErased;
import io.consilium.embedded.registry.Change.VersionWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes in two steps, as Confluent does: softly first (no longer offered, still readable by id), for good then. What
 * another schema refers to stays. Safe for threads.
 */
final class Deletions {
    private final SchemaStore store;
    private final SchemaWriter writer;

    Deletions(SchemaStore store, SchemaWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    List<Integer> subject(String subject, boolean permanent) {
        return writer.inTurn(() -> {
            requireWritable(subject);
            List<SchemaVersion> all = store.versions(subject);
            if (all.isEmpty()) {
                throw RegistryError.subjectNotFound(subject);
            }
            return permanent ? eraseSubject(subject, all) : deleteSubject(subject);
        });
    }

    int version(String subject, String version, boolean permanent) {
        return writer.inTurn(() -> {
            requireWritable(subject);
            SchemaVersion found = Versions.of(store, subject).get(version, true);
            if (permanent) {
                eraseVersion(found);
            } else {
                deleteVersion(found);
            }
            return found.version();
        });
    }

    private List<Integer> deleteSubject(String subject) {
        List<SchemaVersion> live = store.liveVersions(subject);
        if (live.isEmpty()) {
            throw RegistryError.subjectSoftDeleted(subject);
        }
        live.forEach(this::requireUnreferenced);
        writer.write(
                List.of(new SubjectDeleted(subject, live.get(live.size() - 1).version())));
        return live.stream().map(SchemaVersion::version).toList();
    }

    private List<Integer> eraseSubject(String subject, List<SchemaVersion> all) {
        if (!store.liveVersions(subject).isEmpty()) {
            throw RegistryError.subjectNotSoftDeleted(subject);
        }
        all.forEach(this::requireUnreferenced);
        List<Change> changes = new ArrayList<>();
        all.forEach(version -> changes.add(new VersionErased(subject, version.version())));
        changes.add(new SubjectErased(subject));
        changes.add(new Change.LevelSet(subject, Optional.empty()));
        changes.add(new Change.ModeSet(subject, Optional.empty()));
        writer.write(changes);
        return all.stream().map(SchemaVersion::version).toList();
    }

    private void deleteVersion(SchemaVersion version) {
        if (version.deleted()) {
            throw RegistryError.versionSoftDeleted(version.subject(), version.version());
        }
        requireUnreferenced(version);
        writer.write(List.of(new VersionWritten(version.asDeleted())));
    }

    private void eraseVersion(SchemaVersion version) {
        if (!version.deleted()) {
            throw RegistryError.versionNotSoftDeleted(version.subject(), version.version());
        }
        requireUnreferenced(version);
        writer.write(List.of(new VersionErased(version.subject(), version.version())));
    }

    private void requireWritable(String subject) {
        if (store.mode(subject).readOnly()) {
            throw RegistryError.notPermitted("Subject " + subject + " is in read-only mode");
        }
    }

    private void requireUnreferenced(SchemaVersion version) {
        boolean referenced = store.versions().stream()
                .anyMatch(other -> !other.deleted() && other.content().refersTo(version.subject(), version.version()));
        if (referenced) {
            throw RegistryError.referenced(version.subject(), version.version());
        }
    }
}
