package io.consilium.journey;

import io.consilium.record.VerdictStatus;
import java.util.List;
import java.util.Optional;

/** What a deadline does to an open journey: it goes on with what it has. */
final class Overdue {
    private static final String REMARK = "went on without";

    private Overdue() {}

    static Step on(Turn turn, Event.DeadlinePassed passed) {
        if (!(turn.state().phase() instanceof Phase.Open open)
                || turn.now().isBefore(open.deadline())
                || !open.deadline().equals(passed.deadline())) {
            return turn.unmoved("not the deadline of this phase");
        }
        Course course = turn.state().course();
        if (open instanceof Phase.AwaitingTriage) {
            return Consultation.attending(
                    turn,
                    Optional.empty(),
                    List.of(),
                    course.missing("triage").degraded("no department: triage was late"),
                    REMARK);
        }
        if (open instanceof Phase.AwaitingOpinions opinions) {
            for (int seat : opinions.pending().keySet()) {
                course = course.missing("opinion of seat " + seat + ": late");
            }
            return Consultation.weigh(turn, opinions, course, REMARK);
        }
        Course late = course.missing("attending");
        return turn.closed(
                Verdicts.none(turn, late, VerdictStatus.NO_VERDICT, "The attending physician did not answer in time."),
                late,
                REMARK);
    }
}
