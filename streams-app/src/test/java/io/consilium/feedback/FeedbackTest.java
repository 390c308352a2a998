package io.consilium.feedback;

import static io.consilium.feedback.CaseFeedback.DAY;
import static io.consilium.feedback.SyntheticFeedback.CLOSED;
import static io.consilium.feedback.SyntheticFeedback.caseOf;
import static io.consilium.feedback.SyntheticFeedback.decided;
import static io.consilium.feedback.SyntheticFeedback.outcome;
import static io.consilium.feedback.SyntheticFeedback.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.FeedbackRecord;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;
import io.consilium.record.SampleSplit;
import io.consilium.record.VerdictStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From a case, its verdict and what clinicians confirm to samples. */
class FeedbackTest {
    private final CaseFeedback feedback = new CaseFeedback();

    @Test
    void shouldWriteASampleOfACaseItsVerdictAndItsOutcome() {
        feedback.opens();
        feedback.ends(decided("c1", "right", "Left.", "", "right"));
        feedback.confirmed(outcome("c1", "(b)", DAY).setDepartment("radiologist"));

        assertThat(feedback.samples).singleElement().satisfies(sample -> {
            assertThat(sample.getRevision()).isEqualTo(1);
            assertThat(sample.getSubject()).isEqualTo("subject-1");
            assertThat(sample.getSplit()).isEqualTo(SampleSplit.TRAINING);
            assertThat(sample.getQuestion()).isEqualTo("Which side?");
            assertThat(sample.getOptions()).containsExactly("left", "right");
            assertThat(sample.getHistory()).contains("fell");
            assertThat(sample.getImages().get(0).getAddress()).contains("a/b");
            assertThat(sample.getVerdict()).contains("left");
            assertThat(sample.getConfirmed()).isEqualTo("right");
            assertThat(sample.getSeenBy()).contains("Surgeon");
            assertThat(sample.getDepartment()).contains("Radiologist");
            assertThat(sample.getOpinions()).extracting(Opinion::getSeat).containsExactly(1, 2, 3, 4);
            assertThat(sample.getRightShare()).contains(0.5);
            assertThat(sample.getModels()).hasSize(1);
            assertThat(sample.getOutcome()).isEqualTo(sample.getOutcomes().get(0));
            assertThat(sample.getContradicts()).isEmpty();
            assertThat(sample.getSampledAt()).isEqualTo(feedback.now);
        });
        assertThat(feedback.standings()).containsExactly(Standing.COUNTS);
    }

    @Test
    void shouldKeepAnEarlyOutcomeUntilCaseAndVerdictHaveCome() {
        feedback.confirmed(outcome("c1", "left", DAY));
        feedback.ends(decided("c1", "left"));
        assertThat(feedback.samples).isEmpty();
        assertThat(feedback.standings()).containsExactly(Standing.WAITING);
        feedback.opens();
        assertThat(feedback.samples).singleElement().satisfies(sample -> {
            assertThat(sample.getConfirmed()).isEqualTo("left");
            assertThat(sample.getRightShare()).contains(1.0);
        });
    }

    @Test
    void shouldJoinALateOutcome() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.now = CLOSED.plus(Duration.ofDays(179));
        feedback.confirmed(outcome("c1", "left", Duration.ofDays(179)));
        assertThat(feedback.samples).extracting(Sample::getRightShare).containsExactly(Optional.of(0.0));
    }

    @Test
    void shouldWriteNothingForWhatItKnows() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", DAY));
        FeedbackRecord known = feedback.file.orElseThrow();
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", DAY));
        assertThat(feedback.samples).hasSize(1);
        assertThat(feedback.file).contains(known);
    }

    @Test
    void shouldKeepASecondOpinionThatSaysTheSameOnRecordOnly() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", DAY));
        feedback.confirmed(outcome("c1", "A", DAY.plusHours(1)).setConfirmedBy("clinician-2"));
        assertThat(feedback.samples).hasSize(1);
        assertThat(feedback.standings()).containsExactly(Standing.OVERRULED, Standing.COUNTS);
    }

    @Test
    void shouldLetTheLastConfirmedWinAndTellThatItContradictsTheSample() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", Duration.ofHours(1)));
        feedback.confirmed(outcome("c1", "right", Duration.ofHours(2)));

        assertThat(feedback.samples).hasSize(2);
        assertThat(feedback.samples.get(1)).satisfies(second -> {
            assertThat(second.getRevision()).isEqualTo(2);
            assertThat(second.getConfirmed()).isEqualTo("right");
            assertThat(second.getContradicts()).contains("left");
            assertThat(second.getRightShare()).contains(1.0);
            assertThat(second.getOutcomes()).extracting(Outcome::getAnswer).containsExactly("left", "right");
        });
        feedback.confirmed(outcome("c1", "left", Duration.ofHours(3)));
        assertThat(feedback.samples.get(2).getContradicts()).contains("right");
    }

    @Test
    void shouldNotLetAnOlderConfirmationWinThatComesLater() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", Duration.ofHours(2)));
        feedback.confirmed(outcome("c1", "right", Duration.ofHours(1)));
        assertThat(feedback.samples).extracting(Sample::getConfirmed).containsExactly("left");
        assertThat(feedback.standings()).containsExactly(Standing.COUNTS, Standing.OVERRULED);
    }

    @Test
    void shouldNotLetAClockThatIsAheadWinForEver() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", Duration.ofDays(4_000)));
        feedback.now = feedback.now.plus(DAY);
        feedback.confirmed(outcome("c1", "right", Duration.ofDays(2)));
        assertThat(feedback.samples).extracting(Sample::getConfirmed).containsExactly("left", "right");
    }

    @Test
    void shouldWriteAnotherSampleWhenOnlyTheDepartmentIsPutRight() {
        feedback.opens();
        feedback.ends(decided("c1", "right"));
        feedback.confirmed(outcome("c1", "left", Duration.ofHours(1)));
        feedback.confirmed(outcome("c1", "left", Duration.ofHours(2)).setDepartment("Surgeon"));
        assertThat(feedback.samples).hasSize(2);
        assertThat(feedback.samples.get(1).getDepartment()).contains("Surgeon");
        assertThat(feedback.samples.get(1).getContradicts()).isEmpty();
    }

    @Test
    void shouldMakeASampleOfACaseThatEndedWithoutAVerdict() {
        feedback.opens();
        feedback.ends(verdict("c1", VerdictStatus.NO_VERDICT).build());
        feedback.confirmed(outcome("c1", "left", DAY));
        assertThat(feedback.samples).singleElement().satisfies(sample -> {
            assertThat(sample.getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
            assertThat(sample.getVerdict()).isEmpty();
            assertThat(sample.getRightShare()).isEmpty();
            assertThat(sample.getConfirmed()).isEqualTo("left");
        });
    }

    @Test
    void shouldCompareFreeAnswersOfAnOpenQuestion() {
        feedback.happens(
                new Event.CaseArrived(caseOf("c1").setOptions(List.of()).build()));
        feedback.ends(decided("c1", "A nodule.", "nothing"));
        feedback.confirmed(outcome("c1", "a nodule", DAY));
        assertThat(feedback.samples.get(0).getRightShare()).contains(0.5);
    }
}
