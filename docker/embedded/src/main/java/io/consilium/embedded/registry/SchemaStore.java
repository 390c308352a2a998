package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.consilium.embedded.registry.Change.LevelSet;
import io.consilium.embedded.registry.Change.ModeSet;
import io.consilium.embedded.registry.Change.SubjectDeleted;
import io.consilium.embedded.registry.Change.VersionErased;
import io.consilium.embedded.registry.Change.VersionWritten;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What the topic says, in memory. Every method is short and holds the store's lock: safe for threads. */
final class SchemaStore {
    private static final String ALL = "";

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<Content, Integer> ids = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private final Map<String, Mode> modes = new HashMap<>();
    private int lastId;

    synchronized void apply(Change change) {
        if (change instanceof VersionWritten written) {
            put(written.version());
        } else if (change instanceof VersionErased erased) {
            erase(erased.subject(), erased.version());
        } else if (change instanceof SubjectDeleted deleted) {
            versions(deleted.subject()).stream()
                    .filter(version -> version.version() <= deleted.upTo())
                    .forEach(version -> put(version.asDeleted()));
        } else if (change instanceof LevelSet set) {
            set(levels, set.subject(), set.level());
        } else if (change instanceof ModeSet set) {
            set(modes, set.subject(), set.mode());
        }
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** All versions of a subject in order, softly deleted ones too; empty for an unknown subject. */
    synchronized List<SchemaVersion> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, new TreeMap<>()).values());
    }

    /** The versions of a subject that are not deleted, in order. */
    List<SchemaVersion> liveVersions(String subject) {
        return versions(subject).stream().filter(version -> !version.deleted()).toList();
    }

    synchronized List<SchemaVersion> versions() {
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .toList();
    }

    List<SchemaVersion> withId(int id) {
        return versions().stream().filter(version -> version.id() == id).toList();
    }

    synchronized OptionalInt id(Content content) {
        Integer id = ids.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    synchronized int nextId() {
        return lastId + 1;
    }

    synchronized Optional<CompatibilityLevel> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    Optional<CompatibilityLevel> level(String subject) {
        return ownLevel(subject).or(() -> ownLevel(ALL));
    }

    synchronized Optional<Mode> ownMode(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    Mode mode(String subject) {
        Mode ofAll = ownMode(ALL).orElse(Mode.READWRITE);
        return ofAll == Mode.READONLY_OVERRIDE ? ofAll : ownMode(subject).orElse(ofAll);
    }

    private void put(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), subject -> new TreeMap<>()).put(version.version(), version);
        ids.put(version.content(), version.id());
        lastId = Math.max(lastId, version.id());
    }

    private void erase(String subject, int number) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.getOrDefault(subject, new TreeMap<>());
        SchemaVersion erased = versions.remove(number);
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
        if (erased != null && withId(erased.id()).isEmpty()) {
            ids.remove(erased.content());
        }
    }

    private static <T> void set(Map<String, T> settings, String subject, Optional<T> value) {
        value.ifPresentOrElse(present -> settings.put(subject, present), () -> settings.remove(subject));
    }
}
