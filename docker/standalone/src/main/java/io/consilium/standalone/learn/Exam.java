package io.consilium.standalone.learn;

import io.consilium.record.Verdict;
import io.consilium.standalone.cases.Score;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;
import java.util.Optional;

/** Verdicts of the running service on fresh cases that nobody learns from. */
record Exam(List<Score> scores) {

    /** By set, department and difficulty; a case is as hard as the opinions were wrong that the attending physician heard. */
    Scoreboard scoreboard() {
        return Scoreboard.of(scores.stream().map(Exam::graded).toList());
    }

    double triage() {
        return (double) scores.stream().filter(Score::departmentRight).count() / scores.size();
    }

    private static Graded graded(Score score) {
        WrittenCase written = score.ended().written();
        int seats = score.opinions().size();
        return new Graded(
                set(written),
                written.theCase().getCaseId(),
                written.department(),
                seats == 0 ? Optional.empty() : Optional.of(Difficulty.of((int) score.opinionsRight(), seats)),
                written.answer().orElseThrow(),
                score.verdict().flatMap(Verdict::getAnswer),
                score.verdictRight() ? 1 : 0,
                score.verdict().flatMap(Verdict::getAnswer).isPresent() ? 1 : 0,
                0,
                0);
    }

    private static String set(WrittenCase written) {
        String id = written.theCase().getCaseId();
        return id.substring(0, id.indexOf('-'));
    }
}
