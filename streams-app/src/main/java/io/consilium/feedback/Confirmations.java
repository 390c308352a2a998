package io.consilium.feedback;

import io.consilium.option.Options;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;
import io.consilium.record.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which of a case's outcomes count. Pure. */
final class Confirmations {
    private static final String SUPERSEDED = "superseded by another case";

    private final List<String> departments;

    Confirmations(List<String> departments) {
        this.departments = List.copyOf(departments);
    }

    /** Why nobody may learn from the case, whatever is confirmed of it. */
    static Optional<String> unusable(FeedbackRecord file) {
        if (file.getSupersededBy().isPresent()) {
            return Optional.of(SUPERSEDED);
        }
        return file.getVerdict().flatMap(verdict -> switch (verdict.getStatus()) {
            case CANCELLED -> Optional.of("cancelled by its source");
            case SUPERSEDED -> Optional.of(SUPERSEDED);
            case DECIDED, NO_VERDICT -> Optional.empty();
        });
    }

    /** Outcomes of a case that is known, and that do not fit it; those that were refused before are not among them. */
    List<Step.Refused> refusals(FeedbackRecord file) {
        List<Step.Refused> refusals = new ArrayList<>();
        for (FiledOutcome filed : file.getOutcomes()) {
            if (filed.getRefused().isEmpty()) {
                refusal(file, filed).ifPresent(refusals::add);
            }
        }
        return refusals;
    }

    private Optional<Step.Refused> refusal(FeedbackRecord file, FiledOutcome filed) {
        Outcome outcome = filed.getOutcome();
        if (ambiguous(file, filed)) {
            return Optional.of(new Step.Refused(
                    filed,
                    "CASE_ID_REUSED",
                    "Case " + outcome.getCaseId()
                            + " was published twice with different content; nobody can tell which one is meant."));
        }
        if (answer(file, outcome).isEmpty()) {
            return Optional.of(new Step.Refused(
                    filed,
                    "NO_SUCH_OPTION",
                    "The answer names none of the options of case " + outcome.getCaseId() + "; confirm again."));
        }
        if (outcome.getDepartment().isPresent() && department(outcome).isEmpty()) {
            return Optional.of(new Step.Refused(
                    filed, "UNKNOWN_DEPARTMENT", "The department is not one of " + departments + "; confirm again."));
        }
        return Optional.empty();
    }

    /** Two cases and two journeys under one id: what came before the second opened was said of the first. */
    private static boolean ambiguous(FeedbackRecord file, FiledOutcome filed) {
        boolean afterTheSecond = file.getVerdict()
                .filter(second -> filed.getReceivedAt().isAfter(second.getOpenedAt()))
                .isPresent();
        return file.getReopened() && file.getOtherContent() && (file.getRevision() == 0 || afterTheSecond);
    }

    FeedbackRecord refusing(FeedbackRecord file, List<Step.Refused> refusals) {
        List<FiledOutcome> outcomes = new ArrayList<>(file.getOutcomes());
        for (Step.Refused refused : refusals) {
            outcomes.replaceAll(filed -> filed.equals(refused.outcome())
                    ? FiledOutcome.newBuilder(filed).setRefused(refused.code()).build()
                    : filed);
        }
        return FeedbackRecord.newBuilder(file).setOutcomes(outcomes).build();
    }

    /** The last confirmed of those that were not refused; of two at the same time, the one that came later. */
    Optional<Confirmation> last(FeedbackRecord file) {
        return lastFiled(file)
                .map(FiledOutcome::getOutcome)
                .map(outcome -> new Confirmation(answer(file, outcome).orElseThrow(), department(outcome), outcome));
    }

    static Optional<FiledOutcome> lastFiled(FeedbackRecord file) {
        FiledOutcome last = null;
        for (FiledOutcome filed : file.getOutcomes()) {
            if (filed.getRefused().isEmpty() && (last == null || !time(filed).isBefore(time(last)))) {
                last = filed;
            }
        }
        return Optional.ofNullable(last);
    }

    /** A clinician's clock that is ahead must not win for ever. */
    private static Instant time(FiledOutcome filed) {
        Instant confirmed = filed.getOutcome().getConfirmedAt();
        return confirmed.isBefore(filed.getReceivedAt()) ? confirmed : filed.getReceivedAt();
    }

    private static Optional<String> answer(FeedbackRecord file, Outcome outcome) {
        List<String> options =
                file.getCase$().map(theCase -> theCase.getOptions()).orElse(List.of());
        if (options.isEmpty()) {
            return Optional.of(outcome.getAnswer());
        }
        OptionalInt index = Options.of(options).match(outcome.getAnswer());
        return index.isPresent() ? Optional.of(options.get(index.getAsInt())) : Optional.empty();
    }

    private Optional<String> department(Outcome outcome) {
        return outcome.getDepartment().flatMap(named -> departments.stream()
                .filter(department -> Options.sameText(department, named))
                .findFirst());
    }
}
