package io.consilium.journey;

import io.consilium.option.Options;
import io.consilium.record.Answer;
import io.consilium.record.Case;
import io.consilium.record.Opinion;
import io.consilium.record.ReviewReason;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the end of a journey. */
final class Verdicts {
    private Verdicts() {}

    static Verdict decided(Turn turn, Phase.AwaitingAttending phase, Course course, Answer answer, String decided) {
        return common(turn, course, VerdictStatus.DECIDED)
                .setAnswer(decided)
                .setReasoning(answer.getReasoning())
                .setOpinions(phase.opinions())
                .setDepartment(phase.department().orElse(null))
                .setNeedsReview(review(turn.state().theCase(), phase.opinions(), course, decided))
                .build();
    }

    static Verdict none(Turn turn, VerdictStatus status, String reason) {
        return none(turn, turn.state().course(), status, reason);
    }

    static Verdict none(Turn turn, Course course, VerdictStatus status, String reason) {
        return common(turn, course, status)
                .setReason(reason)
                .setOpinions(opinions(turn.state().phase()))
                .setDepartment(department(turn.state().phase()).orElse(null))
                .build();
    }

    private static Verdict.Builder common(Turn turn, Course course, VerdictStatus status) {
        Case theCase = turn.state().theCase();
        return Verdict.newBuilder()
                .setCaseId(theCase.getCaseId())
                .setSubject(theCase.getSubject())
                .setSource(theCase.getSource())
                .setStatus(status)
                .setMissing(course.missing())
                .setDegraded(course.degraded())
                .setModels(course.models())
                .setPolicyHash(turn.state().policyHash())
                .setOpenedAt(turn.state().openedAt())
                .setClosedAt(turn.now());
    }

    private static List<Opinion> opinions(Phase phase) {
        if (phase instanceof Phase.AwaitingOpinions consulting) {
            return consulting.opinions();
        }
        return phase instanceof Phase.AwaitingAttending attending ? attending.opinions() : List.of();
    }

    private static Optional<String> department(Phase phase) {
        if (phase instanceof Phase.AwaitingOpinions consulting) {
            return Optional.of(consulting.department());
        }
        return phase instanceof Phase.AwaitingAttending attending ? attending.department() : Optional.empty();
    }

    private static List<ReviewReason> review(Case theCase, List<Opinion> opinions, Course course, String decided) {
        List<ReviewReason> reasons = new ArrayList<>();
        if (!opinions.isEmpty()) {
            Optional<String> majority = majority(theCase, opinions);
            if (majority.isEmpty()) {
                reasons.add(ReviewReason.NO_AGREEMENT);
            } else if (!Options.sameText(majority.get(), decided)) {
                reasons.add(ReviewReason.AGAINST_OPINIONS);
            }
        }
        if (opinions.stream().anyMatch(opinion -> !opinion.getFormatOk())) {
            reasons.add(ReviewReason.LOW_FORMAT);
        }
        if (!course.degraded().isEmpty()) {
            reasons.add(ReviewReason.DEGRADED);
        }
        return reasons;
    }

    /** What more than half of the opinions say; an opinion that names no option says nothing. */
    private static Optional<String> majority(Case theCase, List<Opinion> opinions) {
        Map<String, Integer> votes = new HashMap<>();
        for (Opinion opinion : opinions) {
            opinion.getAnswer()
                    .flatMap(answer -> Answered.decided(theCase, answer))
                    .ifPresent(answer -> votes.merge(Options.canonical(answer), 1, Integer::sum));
        }
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() * 2 > opinions.size())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
