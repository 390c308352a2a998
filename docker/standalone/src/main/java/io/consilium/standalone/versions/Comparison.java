package io.consilium.standalone.versions;

import io.consilium.option.Options;
import io.consilium.record.Case;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Counts, for each version of a role, what became of the cases that it took part in. Owned by one thread.
 *
 * <p>Champion and challenger see different cases, chosen by hash: each is counted on its own, and what differs between
 * them is the version and chance. Of several outcomes of a case the last one counts.
 */
public final class Comparison {
    private final String role;
    private final Map<String, Options> options = new HashMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Map<String, String> outcomes = new HashMap<>();

    /** @param role the doctor whose versions are compared */
    public Comparison(String role) {
        this.role = role;
    }

    public void add(Case theCase) {
        options.put(theCase.getCaseId(), Options.of(theCase.getOptions()));
    }

    public void add(Verdict verdict) {
        verdicts.put(verdict.getCaseId(), verdict);
    }

    public void add(Outcome outcome) {
        outcomes.put(outcome.getCaseId(), outcome.getAnswer());
    }

    /** By version. */
    public Collection<Tally> tallies() {
        Map<String, Tally> tallies = new TreeMap<>();
        for (Verdict verdict : verdicts.values()) {
            for (String version : versions(verdict)) {
                tallies.merge(version, Tally.none(version).plus(tally(version, verdict)), Tally::plus);
            }
        }
        return tallies.values();
    }

    private List<String> versions(Verdict verdict) {
        return verdict.getModels().stream()
                .filter(use -> use.getDoctor().equals(role))
                .flatMap(use -> use.getModelVersion().stream())
                .distinct()
                .toList();
    }

    private Tally tally(String version, Verdict verdict) {
        boolean decided = verdict.getStatus() == VerdictStatus.DECIDED;
        boolean review = decided && !verdict.getNeedsReview().isEmpty();
        Optional<String> outcome =
                Optional.ofNullable(outcomes.get(verdict.getCaseId())).filter(told -> decided);
        boolean right = outcome.filter(told -> same(verdict.getCaseId(), verdict.getAnswer(), Optional.of(told)))
                .isPresent();
        return new Tally(
                version,
                1,
                one(decided),
                one(review),
                one(decided && majority(verdict)),
                one(outcome.isPresent()),
                one(right));
    }

    private boolean majority(Verdict verdict) {
        List<Opinion> opinions = verdict.getOpinions();
        long agreeing = opinions.stream()
                .filter(opinion -> same(verdict.getCaseId(), verdict.getAnswer(), opinion.getAnswer()))
                .count();
        return agreeing * 2 > opinions.size();
    }

    /** Whether both name the same option, or say the same where there is none to name. */
    private boolean same(String caseId, Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        Optional<Options> choice = Optional.ofNullable(options.get(caseId));
        OptionalInt first = choice.map(among -> among.match(one.get())).orElse(OptionalInt.empty());
        OptionalInt second = choice.map(among -> among.match(other.get())).orElse(OptionalInt.empty());
        return first.isPresent() ? first.equals(second) : Options.sameText(one.get(), other.get());
    }

    private static int one(boolean holds) {
        return holds ? 1 : 0;
    }
}
