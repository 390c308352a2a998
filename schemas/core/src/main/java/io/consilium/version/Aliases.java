package io.consilium.version;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions of a role have a name of their own.
 *
 * @param champion what cases get
 * @param candidate the champion to be: promoted, but no worker has said yet that it is ready
 * @param challenger what a share of the cases gets instead, once it is ready
 * @param share of the cases that the challenger gets; 0 without one
 */
public record Aliases(
        Optional<String> champion, Optional<String> candidate, Optional<String> challenger, double share) {
    static final Aliases NONE = new Aliases(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** Every version that has an alias. */
    public Set<String> versions() {
        Set<String> versions = new LinkedHashSet<>();
        champion.ifPresent(versions::add);
        candidate.ifPresent(versions::add);
        challenger.ifPresent(versions::add);
        return versions;
    }

    Aliases champion(Optional<String> version) {
        return new Aliases(version, Optional.empty(), challenger, share).withoutDoubles();
    }

    Aliases candidate(String version) {
        return new Aliases(champion, Optional.of(version), challenger, share);
    }

    Aliases withoutCandidate() {
        return new Aliases(champion, Optional.empty(), challenger, share);
    }

    Aliases challenger(String version, double newShare) {
        return new Aliases(champion, candidate, Optional.of(version), newShare);
    }

    Aliases withoutChallenger() {
        return new Aliases(champion, candidate, Optional.empty(), 0);
    }

    /** A challenger that became champion challenges nobody. */
    private Aliases withoutDoubles() {
        return challenger.isPresent() && challenger.equals(champion) ? withoutChallenger() : this;
    }
}
