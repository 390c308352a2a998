package io.consilium.version;

import io.consilium.digest.Digest;
import io.consilium.record.ModelChange;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the models log says of one role. Immutable; whoever reads the same changes in the same order has the same.
 *
 * <p>The revision counts the changes of the aliases. A decision names the revision that it was made at and counts only
 * at that revision: of two that were made at once, the first in the log counts and everybody refuses the second.
 *
 * @param known by version, in the order of their import
 * @param history every change, refused ones too, oldest first
 */
public record RoleVersions(
        String role, int revision, Aliases aliases, Map<String, KnownVersion> known, List<LogEntry> history) {

    static RoleVersions none(String role) {
        return new RoleVersions(role, 0, Aliases.NONE, Map.of(), List.of());
    }

    RoleVersions apply(ModelChange change) {
        Transition transition = Transition.of(this, change);
        Aliases next = transition.aliases();
        List<LogEntry> told = new ArrayList<>(history);
        told.add(new LogEntry(change, transition.refusal(), next.champion()));
        return new RoleVersions(
                role,
                next.equals(aliases) ? revision : revision + 1,
                next,
                retire(transition.known(), next, change.getAt()),
                List.copyOf(told));
    }

    /** Who lost the last alias is retired; who got one is no longer. */
    private Map<String, KnownVersion> retire(Map<String, KnownVersion> versions, Aliases next, Instant at) {
        Map<String, KnownVersion> marked = new LinkedHashMap<>(versions);
        aliases.versions().stream()
                .filter(version -> !next.versions().contains(version))
                .forEach(version -> marked.computeIfPresent(version, (name, one) -> one.retired(at)));
        next.versions().forEach(version -> marked.computeIfPresent(version, (name, one) -> one.inUse()));
        return marked;
    }

    /** The role as somebody saw it at another revision: what is decided on it counts only if that is the latest. */
    public RoleVersions at(int seen) {
        return new RoleVersions(role, seen, aliases, known, history);
    }

    /** The version that a case gets: the champion, or the challenger for its share of the cases. */
    public Optional<String> pin(String caseId) {
        Optional<String> challenger = aliases.challenger()
                .filter(version -> state(version).equals(Optional.of(VersionState.READY)))
                .filter(version -> place(caseId) < aliases.share());
        return challenger.isPresent() ? challenger : aliases.champion();
    }

    /** Where a case lies between 0 and 1; the same case always at the same place, each role in an order of its own. */
    private double place(String caseId) {
        long hash = ByteBuffer.wrap(Digest.bytes("challenge", role, caseId)).getLong();
        return (hash >>> 11) * 0x1.0p-53;
    }

    public Optional<VersionState> state(String version) {
        return Optional.ofNullable(known.get(version)).map(KnownVersion::state);
    }

    /** The champion after the last change that was made at or before a time. */
    public Optional<String> servedAt(Instant time) {
        return history.stream()
                .filter(LogEntry::counts)
                .filter(entry -> !entry.change().getAt().isAfter(time))
                .reduce((earlier, later) -> later)
                .flatMap(LogEntry::champion);
    }

    /** The last champion before the one that is champion now which did not fail since. */
    public Optional<String> formerChampion() {
        return history.stream()
                .flatMap(entry -> entry.champion().stream())
                .filter(version -> !aliases.champion().equals(Optional.of(version)))
                .filter(version -> !state(version).equals(Optional.of(VersionState.FAILED)))
                .reduce((earlier, later) -> later);
    }

    boolean needs(String version, Instant since) {
        KnownVersion one = known.get(version);
        return aliases.versions().contains(version)
                || formerChampion().equals(Optional.of(version))
                || one.retiredAt().orElse(one.model().getPublishedAt()).isAfter(since);
    }

    /** The one version whose hash begins so; several or none are no version. */
    public Optional<String> find(String beginning) {
        List<String> found = known.keySet().stream()
                .filter(version -> version.startsWith(beginning))
                .toList();
        return found.size() == 1 || found.contains(beginning)
                ? Optional.of(found.contains(beginning) ? beginning : found.get(0))
                : Optional.empty();
    }
}
