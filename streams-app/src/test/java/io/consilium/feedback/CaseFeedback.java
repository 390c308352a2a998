package io.consilium.feedback;

import static io.consilium.feedback.SyntheticFeedback.CLOSED;
import static io.consilium.feedback.SyntheticFeedback.caseOf;

import io.consilium.record.Coordinates;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to the feedback on one case, event by event, and what came of it. */
final class CaseFeedback {
    static final Duration DAY = Duration.ofDays(1);

    final List<Sample> samples = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    Optional<FeedbackRecord> file = Optional.empty();
    Instant now = CLOSED.plus(DAY);

    private final Feedback feedback = new Feedback(List.of("Surgeon", "Radiologist"));
    private long offset;

    void happens(Event event) {
        Step step = feedback.on(file, event, now);
        file = Optional.of(step.file());
        step.sample().ifPresent(samples::add);
        step.refused().forEach(one -> refused.add(one.code()));
    }

    void opens() {
        happens(new Event.CaseArrived(caseOf("c1").build()));
    }

    void ends(Verdict verdict) {
        happens(new Event.VerdictArrived(verdict));
    }

    void confirmed(Outcome.Builder outcome) {
        happens(new Event.OutcomeArrived(outcome.build(), new Coordinates("outcomes", 0, offset++)));
    }

    List<Standing> standings() {
        FeedbackRecord known = file.orElseThrow();
        return known.getOutcomes().stream().map(one -> Standing.of(known, one)).toList();
    }
}
