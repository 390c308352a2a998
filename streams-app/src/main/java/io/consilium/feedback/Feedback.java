package io.consilium.feedback;

import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How outcomes become samples, as a pure function: what is known of a case, an event and the time in; what is known then
 * and perhaps a sample out. The same inputs give the same step.
 *
 * <p>Case, verdict and outcomes come in any order; the first sample is written when all three are there. Of several
 * outcomes the last confirmed one wins, and all stay on record. Another sample follows only when another answer or
 * department wins, or when the case is amended after its first sample: that one withdraws it.
 */
public final class Feedback {
    /** More outcomes of one case are no clinicians' work. */
    static final int MOST_OUTCOMES = 50;

    private final Confirmations confirmations;

    /** @param departments those that an outcome may name */
    public Feedback(List<String> departments) {
        confirmations = new Confirmations(departments);
    }

    /** @param before empty when nothing is known of the case */
    public Step on(Optional<FeedbackRecord> before, Event event, Instant now) {
        FeedbackRecord file = before.orElseGet(
                () -> FeedbackRecord.newBuilder().setWakeAt(Instant.EPOCH).build());
        if (event instanceof Event.OutcomeArrived arrived && file.getOutcomes().size() >= MOST_OUTCOMES) {
            FiledOutcome surplus = filed(arrived.outcome(), arrived.at(), now);
            String reason = "The case has " + MOST_OUTCOMES + " outcomes already.";
            return Step.refusing(file, new Step.Refused(surplus, "TOO_MANY_OUTCOMES", reason));
        }
        FeedbackRecord filed = file(file, event, now);
        return filed.equals(file) ? Step.unmoved(file) : settle(filed, now);
    }

    /** What is to be said of outcomes whose case or verdict has not come until the record leaves the store. */
    public static List<Step.Refused> forgotten(FeedbackRecord file) {
        if (file.getCase$().isPresent() && file.getVerdict().isPresent()) {
            return List.of();
        }
        return file.getOutcomes().stream()
                .map(outcome -> new Step.Refused(
                        outcome,
                        "UNKNOWN_CASE",
                        "No case " + outcome.getOutcome().getCaseId()
                                + " with a verdict has come; check the id and confirm again."))
                .toList();
    }

    private static FeedbackRecord file(FeedbackRecord file, Event event, Instant now) {
        if (event instanceof Event.CaseArrived arrived) {
            return withCase(file, arrived.theCase());
        }
        if (event instanceof Event.Superseded superseded) {
            boolean byOwner = file.getCase$()
                    .map(Case::getSource)
                    .map(Source::getSystem)
                    .filter(superseded.cancel().getSource().getSystem()::equals)
                    .isPresent();
            return byOwner
                    ? FeedbackRecord.newBuilder(file)
                            .setSupersededBy(
                                    superseded.cancel().getSupersededBy().orElse(""))
                            .build()
                    : file;
        }
        if (event instanceof Event.VerdictArrived arrived) {
            return withVerdict(file, arrived.verdict());
        }
        Event.OutcomeArrived arrived = (Event.OutcomeArrived) event;
        return withOutcome(file, filed(arrived.outcome(), arrived.at(), now));
    }

    /** The first case of an id counts, as it does for the journey. */
    private static FeedbackRecord withCase(FeedbackRecord file, Case theCase) {
        FeedbackRecord.Builder changed = FeedbackRecord.newBuilder(file);
        if (file.getCase$().isEmpty()) {
            return changed.setCase$(theCase).build();
        }
        boolean same = file.getCase$()
                .filter(first -> first.getContentHash().equals(theCase.getContentHash()))
                .isPresent();
        return same ? file : changed.setOtherContent(true).build();
    }

    /** A journey that is forgotten may be opened again under the same id; the later verdict counts. */
    private static FeedbackRecord withVerdict(FeedbackRecord file, Verdict verdict) {
        FeedbackRecord.Builder changed = FeedbackRecord.newBuilder(file);
        if (file.getVerdict().isEmpty()) {
            return changed.setVerdict(verdict).build();
        }
        Verdict known = file.getVerdict().get();
        if (known.getOpenedAt().equals(verdict.getOpenedAt())) {
            return file;
        }
        Verdict later = verdict.getClosedAt().isAfter(known.getClosedAt()) ? verdict : known;
        return changed.setReopened(true).setVerdict(later).build();
    }

    private static FeedbackRecord withOutcome(FeedbackRecord file, FiledOutcome outcome) {
        boolean repeated =
                file.getOutcomes().stream().anyMatch(known -> known.getOutcome().equals(outcome.getOutcome()));
        if (repeated) {
            return file;
        }
        List<FiledOutcome> longer = new ArrayList<>(file.getOutcomes());
        longer.add(outcome);
        return FeedbackRecord.newBuilder(file).setOutcomes(longer).build();
    }

    private static FiledOutcome filed(Outcome outcome, Coordinates at, Instant now) {
        return new FiledOutcome(outcome, at, now, null);
    }

    private Step settle(FeedbackRecord filed, Instant now) {
        if (filed.getCase$().isEmpty() || filed.getVerdict().isEmpty()) {
            return new Step(filed, true, Optional.empty(), List.of());
        }
        List<Step.Refused> refused = confirmations.refusals(filed);
        FeedbackRecord file = confirmations.refusing(filed, refused);
        Optional<Sample> sample = sample(file, now);
        FeedbackRecord settled = sample.map(one -> FeedbackRecord.newBuilder(file)
                        .setRevision(one.getRevision())
                        .setSampledAnswer(one.getConfirmed())
                        .setSampledDepartment(one.getDepartment().orElse(null))
                        .setWithdrawn(one.getWithdrawn().isPresent())
                        .build())
                .orElse(file);
        return new Step(settled, true, sample, refused);
    }

    private Optional<Sample> sample(FeedbackRecord file, Instant now) {
        Optional<String> unusable = Confirmations.unusable(file);
        Optional<Confirmation> last = confirmations.last(file);
        if (last.isEmpty() || (unusable.isPresent() && (file.getRevision() == 0 || file.getWithdrawn()))) {
            return Optional.empty();
        }
        return unusable.isPresent() || isNew(file, last.get())
                ? Optional.of(Samples.of(file, last.get(), unusable, now))
                : Optional.empty();
    }

    private static boolean isNew(FeedbackRecord file, Confirmation confirmation) {
        return file.getRevision() == 0
                || !file.getSampledAnswer().equals(Optional.of(confirmation.answer()))
                || !file.getSampledDepartment().equals(confirmation.department());
    }
}
