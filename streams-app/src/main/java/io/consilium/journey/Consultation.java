package io.consilium.journey;

import io.consilium.record.DepartmentPolicy;
import io.consilium.record.Opinion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The way from the specialists to the attending physician. */
final class Consultation {
    private Consultation() {}

    /** The opinions that came go to the attending physician; fewer than the quorum degrade the verdict. */
    static Step weigh(Turn turn, Phase.AwaitingOpinions phase, Course course, String remark) {
        int quorum = turn.policy()
                .department(phase.department())
                .map(DepartmentPolicy::getQuorum)
                .orElse(0);
        int came = phase.opinions().size();
        Course weighed =
                came < quorum ? course.degraded("quorum not reached: " + came + " of " + quorum + " opinions") : course;
        return attending(turn, Optional.of(phase.department()), phase.opinions(), weighed, remark);
    }

    static Step attending(
            Turn turn, Optional<String> department, List<Opinion> opinions, Course course, String remark) {
        Instant deadline = turn.deadline(turn.policy().policy().getAttending().getDeadlineMs(), Shares.ATTENDING);
        Command ask = turn.requests().attending(department, opinions, 1, deadline);
        return turn.moved(new Phase.AwaitingAttending(department, opinions, 1, deadline), course, ask, remark);
    }
}
