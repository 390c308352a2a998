package io.consilium.version;

import io.consilium.record.ModelChange;
import io.consilium.record.ModelChangeKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one change makes of a role's aliases and versions; a pure function of both.
 *
 * @param refusal why the change does not count; empty when it does
 */
record Transition(Aliases aliases, Map<String, KnownVersion> known, String refusal) {

    static Transition of(RoleVersions before, ModelChange change) {
        Optional<String> refusal = refusal(before, change);
        if (refusal.isPresent()) {
            return new Transition(before.aliases(), before.known(), refusal.get());
        }
        String version = change.getVersion();
        Aliases aliases = before.aliases();
        return switch (change.getKind()) {
            case IMPORTED -> imported(before, change);
            case READY -> ready(before, version);
            case FAILED -> failed(before, change);
            case PROMOTED, ROLLED_BACK -> to(before, promoted(before, version));
            case CHALLENGED -> to(before, aliases.challenger(version, change.getShare()));
            case STOOD_DOWN -> to(before, aliases.withoutChallenger());
            case UNKNOWN -> to(before, aliases);
        };
    }

    private static Optional<String> refusal(RoleVersions before, ModelChange change) {
        String version = change.getVersion();
        return switch (change.getKind()) {
            case UNKNOWN -> Optional.of("the change is of a kind that this version of Consilium does not know");
            case IMPORTED ->
                change.getModel().isPresent() ? Optional.empty() : Optional.of("the import does not say what it is");
            case READY -> {
                Optional<String> unknown = unknown(before, version);
                yield unknown.isPresent() ? unknown : failed(before, version);
            }
            case FAILED -> unknown(before, version);
            case PROMOTED, ROLLED_BACK, CHALLENGED -> {
                Optional<String> stale = stale(before, change);
                yield stale.isPresent() ? stale : unfit(before, change);
            }
            case STOOD_DOWN -> {
                Optional<String> stale = stale(before, change);
                yield stale.isPresent() || before.aliases().challenger().equals(Optional.of(version))
                        ? stale
                        : Optional.of("version " + version + " is not the challenger");
            }
        };
    }

    private static Optional<String> unknown(RoleVersions before, String version) {
        return before.known().containsKey(version)
                ? Optional.empty()
                : Optional.of("version " + version + " was never imported");
    }

    private static Optional<String> failed(RoleVersions before, String version) {
        KnownVersion known = before.known().get(version);
        return known.state() == VersionState.FAILED
                ? Optional.of("version " + version + " has failed, import it again to try again: " + known.reason())
                : Optional.empty();
    }

    private static Optional<String> stale(RoleVersions before, ModelChange change) {
        return change.getRevision().equals(Optional.of(before.revision()))
                ? Optional.empty()
                : Optional.of("somebody else was faster: it was decided at revision "
                        + change.getRevision().map(String::valueOf).orElse("none") + ", the role is at revision "
                        + before.revision());
    }

    private static Optional<String> unfit(RoleVersions before, ModelChange change) {
        String version = change.getVersion();
        if (unknown(before, version).isPresent()) {
            return unknown(before, version);
        }
        Optional<String> failed = failed(before, version);
        if (failed.isPresent()) {
            return failed;
        }
        if (before.aliases().champion().equals(Optional.of(version))) {
            return Optional.of("version " + version + " is the champion");
        }
        boolean challenges = change.getKind() == ModelChangeKind.CHALLENGED;
        boolean someCases = change.getShare() > 0 && change.getShare() <= 1;
        return challenges && !someCases
                ? Optional.of("a challenger's share is above 0 and at most 1, not " + change.getShare())
                : Optional.empty();
    }

    /** What is imported again may be tried again. */
    private static Transition imported(RoleVersions before, ModelChange change) {
        KnownVersion there = before.known().get(change.getVersion());
        if (there != null && there.state() != VersionState.FAILED) {
            return to(before, before.aliases());
        }
        KnownVersion fresh = KnownVersion.imported(change.getModel().orElseThrow());
        return with(before, before.aliases(), change.getVersion(), fresh);
    }

    private static Transition ready(RoleVersions before, String version) {
        boolean awaited = before.aliases().candidate().equals(Optional.of(version));
        Aliases next = awaited ? before.aliases().champion(Optional.of(version)) : before.aliases();
        return with(before, next, version, before.known().get(version).ready());
    }

    /** A champion that fails gives way to the last one that did not. */
    private static Transition failed(RoleVersions before, ModelChange change) {
        String version = change.getVersion();
        Optional<String> name = Optional.of(version);
        Aliases next = before.aliases();
        if (next.challenger().equals(name)) {
            next = next.withoutChallenger();
        }
        if (next.candidate().equals(name)) {
            next = next.withoutCandidate();
        }
        if (next.champion().equals(name)) {
            Optional<String> candidate = next.candidate();
            next = next.champion(before.formerChampion());
            next = candidate.map(next::candidate).orElse(next);
        }
        return with(before, next, version, before.known().get(version).failed(change.getReason()));
    }

    /** Cases get a version only when it is known to answer; until then the champion goes on. */
    private static Aliases promoted(RoleVersions before, String version) {
        boolean ready = before.known().get(version).state() == VersionState.READY;
        return ready
                ? before.aliases().champion(Optional.of(version))
                : before.aliases().candidate(version);
    }

    private static Transition to(RoleVersions before, Aliases next) {
        return new Transition(next, before.known(), "");
    }

    private static Transition with(RoleVersions before, Aliases next, String version, KnownVersion known) {
        Map<String, KnownVersion> versions = new LinkedHashMap<>(before.known());
        versions.put(version, known);
        return new Transition(next, versions, "");
    }
}
