package io.consilium.feedback;

import static io.consilium.feedback.SyntheticFeedback.CLOSED;
import static io.consilium.feedback.SyntheticFeedback.caseOf;
import static io.consilium.feedback.SyntheticFeedback.decided;
import static io.consilium.feedback.SyntheticFeedback.outcome;
import static io.consilium.feedback.SyntheticFeedback.supersededBy;
import static io.consilium.feedback.SyntheticFeedback.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Coordinates;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;
import io.consilium.record.SampleSplit;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedbackTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Feedback feedback = new Feedback(List.of("Surgeon", "Radiologist"));
    private Optional<FeedbackRecord> file = Optional.empty();
    private Instant now = CLOSED.plus(DAY);
    private long offset;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private void happens(Event event) {
        Step step = feedback.on(file, event, now);
        file = Optional.of(step.file());
        step.sample().ifPresent(samples::add);
        step.refused().forEach(one -> refused.add(one.code()));
    }

    private void opens() {
        happens(new Event.CaseArrived(caseOf("c1").build()));
    }

    private void ends(Verdict verdict) {
        happens(new Event.VerdictArrived(verdict));
    }

    private void confirmed(Outcome.Builder outcome) {
        happens(new Event.OutcomeArrived(outcome.build(), new Coordinates("outcomes", 0, offset++)));
    }

    private List<Standing> standings() {
        FeedbackRecord known = file.orElseThrow();
        return known.getOutcomes().stream().map(one -> Standing.of(known, one)).toList();
    }

    @Test
    void shouldWriteASampleOfACaseItsVerdictAndItsOutcome() {
        opens();
        ends(decided("c1", "right", "Left.", "", "right"));
        confirmed(outcome("c1", "(b)", DAY).setDepartment("radiologist"));

        assertThat(samples).singleElement().satisfies(sample -> {
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
            assertThat(sample.getSampledAt()).isEqualTo(now);
        });
        assertThat(standings()).containsExactly(Standing.COUNTS);
    }

    @Test
    void shouldKeepAnEarlyOutcomeUntilCaseAndVerdictHaveCome() {
        confirmed(outcome("c1", "left", DAY));
        ends(decided("c1", "left"));
        assertThat(samples).isEmpty();
        assertThat(standings()).containsExactly(Standing.WAITING);
        opens();
        assertThat(samples).singleElement().satisfies(sample -> {
            assertThat(sample.getConfirmed()).isEqualTo("left");
            assertThat(sample.getRightShare()).contains(1.0);
        });
    }

    @Test
    void shouldJoinALateOutcome() {
        opens();
        ends(decided("c1", "right"));
        now = CLOSED.plus(Duration.ofDays(179));
        confirmed(outcome("c1", "left", Duration.ofDays(179)));
        assertThat(samples).extracting(Sample::getRightShare).containsExactly(Optional.of(0.0));
    }

    @Test
    void shouldWriteNothingForWhatItKnows() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", DAY));
        FeedbackRecord known = file.orElseThrow();
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", DAY));
        assertThat(samples).hasSize(1);
        assertThat(file).contains(known);
    }

    @Test
    void shouldKeepASecondOpinionThatSaysTheSameOnRecordOnly() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", DAY));
        confirmed(outcome("c1", "A", DAY.plusHours(1)).setConfirmedBy("clinician-2"));
        assertThat(samples).hasSize(1);
        assertThat(standings()).containsExactly(Standing.OVERRULED, Standing.COUNTS);
    }

    @Test
    void shouldLetTheLastConfirmedWinAndTellThatItContradictsTheSample() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", Duration.ofHours(1)));
        confirmed(outcome("c1", "right", Duration.ofHours(2)));

        assertThat(samples).hasSize(2);
        assertThat(samples.get(1)).satisfies(second -> {
            assertThat(second.getRevision()).isEqualTo(2);
            assertThat(second.getConfirmed()).isEqualTo("right");
            assertThat(second.getContradicts()).contains("left");
            assertThat(second.getRightShare()).contains(1.0);
            assertThat(second.getOutcomes()).extracting(Outcome::getAnswer).containsExactly("left", "right");
        });
        confirmed(outcome("c1", "left", Duration.ofHours(3)));
        assertThat(samples.get(2).getContradicts()).contains("right");
    }

    @Test
    void shouldNotLetAnOlderConfirmationWinThatComesLater() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", Duration.ofHours(2)));
        confirmed(outcome("c1", "right", Duration.ofHours(1)));
        assertThat(samples).extracting(Sample::getConfirmed).containsExactly("left");
        assertThat(standings()).containsExactly(Standing.COUNTS, Standing.OVERRULED);
    }

    @Test
    void shouldNotLetAClockThatIsAheadWinForEver() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", Duration.ofDays(4_000)));
        now = now.plus(DAY);
        confirmed(outcome("c1", "right", Duration.ofDays(2)));
        assertThat(samples).extracting(Sample::getConfirmed).containsExactly("left", "right");
    }

    @Test
    void shouldWriteAnotherSampleWhenOnlyTheDepartmentIsPutRight() {
        opens();
        ends(decided("c1", "right"));
        confirmed(outcome("c1", "left", Duration.ofHours(1)));
        confirmed(outcome("c1", "left", Duration.ofHours(2)).setDepartment("Surgeon"));
        assertThat(samples).hasSize(2);
        assertThat(samples.get(1).getDepartment()).contains("Surgeon");
        assertThat(samples.get(1).getContradicts()).isEmpty();
    }

    @Test
    void shouldMakeASampleOfACaseThatEndedWithoutAVerdict() {
        opens();
        ends(verdict("c1", VerdictStatus.NO_VERDICT).build());
        confirmed(outcome("c1", "left", DAY));
        assertThat(samples).singleElement().satisfies(sample -> {
            assertThat(sample.getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
            assertThat(sample.getVerdict()).isEmpty();
            assertThat(sample.getRightShare()).isEmpty();
            assertThat(sample.getConfirmed()).isEqualTo("left");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "SUPERSEDED"})
    void shouldMakeNoSampleOfACaseThatWasTakenBack(VerdictStatus status) {
        opens();
        confirmed(outcome("c1", "left", DAY));
        ends(verdict("c1", status, "left").build());
        confirmed(outcome("c1", "right", DAY.plusHours(1)));
        assertThat(samples).isEmpty();
        assertThat(refused).isEmpty();
        assertThat(standings()).containsExactly(Standing.UNUSED, Standing.UNUSED);
    }

    @Test
    void shouldWithdrawASampleOnceWhenItsCaseIsAmendedAfterwards() {
        opens();
        ends(decided("c1", "left"));
        confirmed(outcome("c1", "left", DAY));
        happens(new Event.Superseded(supersededBy("c1", "c2", "demo")));
        confirmed(outcome("c1", "right", DAY.plusHours(1)));

        assertThat(samples).extracting(Sample::getRevision).containsExactly(1, 2);
        assertThat(samples.get(1).getWithdrawn()).contains("superseded by another case");
        assertThat(standings()).containsExactly(Standing.UNUSED, Standing.UNUSED);
    }

    @Test
    void shouldNotLetAnotherSourceTakeACaseBack() {
        opens();
        ends(decided("c1", "left"));
        happens(new Event.Superseded(supersededBy("c1", "c2", "pacs")));
        confirmed(outcome("c1", "left", DAY));
        assertThat(samples).extracting(Sample::getWithdrawn).containsExactly(Optional.empty());
    }

    @Test
    void shouldRefuseWhatFitsNoOptionAndNoDepartmentAndGoOn() {
        confirmed(outcome("c1", "above", DAY));
        opens();
        ends(decided("c1", "left"));
        confirmed(outcome("c1", "left", DAY).setDepartment("Astrologer"));
        assertThat(refused).containsExactly("NO_SUCH_OPTION", "UNKNOWN_DEPARTMENT");
        assertThat(samples).isEmpty();
        confirmed(outcome("c1", "left", DAY));
        assertThat(samples).hasSize(1);
        assertThat(refused).hasSize(2);
        assertThat(standings()).containsExactly(Standing.REFUSED, Standing.REFUSED, Standing.COUNTS);
    }

    @Test
    void shouldRefuseOutcomesOfAnIdThatTwoCasesHad() {
        opens();
        ends(decided("c1", "left"));
        confirmed(outcome("c1", "left", DAY));
        happens(new Event.CaseArrived(caseOf("c1").setContentHash("other").build()));
        Instant later = now.plusSeconds(10);
        ends(verdict("c1", VerdictStatus.DECIDED)
                .setOpenedAt(later)
                .setClosedAt(later.plusSeconds(1))
                .build());
        now = later.plus(DAY);
        confirmed(outcome("c1", "right", DAY.plusDays(1)));
        assertThat(refused).containsExactly("CASE_ID_REUSED");
        assertThat(samples).hasSize(1);
    }

    @Test
    void shouldTakeARejectedCaseOfTheSameIdForNothing() {
        opens();
        happens(new Event.CaseArrived(caseOf("c1").setContentHash("other").build()));
        ends(decided("c1", "left"));
        confirmed(outcome("c1", "left", DAY));
        assertThat(samples).hasSize(1);
        assertThat(samples.get(0).getQuestion()).isEqualTo("Which side?");
    }

    @Test
    void shouldCompareFreeAnswersOfAnOpenQuestion() {
        happens(new Event.CaseArrived(caseOf("c1").setOptions(List.of()).build()));
        ends(decided("c1", "A nodule.", "nothing"));
        confirmed(outcome("c1", "a nodule", DAY));
        assertThat(samples.get(0).getRightShare()).contains(0.5);
    }

    @Test
    void shouldRefuseMoreOutcomesThanClinicianWouldSend() {
        opens();
        for (int i = 0; i <= Feedback.MOST_OUTCOMES; i++) {
            confirmed(outcome("c1", "left", Duration.ofSeconds(i)));
        }
        assertThat(refused).containsExactly("TOO_MANY_OUTCOMES");
        assertThat(file.orElseThrow().getOutcomes()).hasSize(Feedback.MOST_OUTCOMES);
    }

    @Test
    void shouldSayOfOutcomesWhoseCaseNeverCameThatTheyWereForgotten() {
        confirmed(outcome("nobody", "left", DAY));
        assertThat(Feedback.forgotten(file.orElseThrow()))
                .extracting(Step.Refused::code)
                .containsExactly("UNKNOWN_CASE");
        opens();
        ends(decided("c1", "left"));
        assertThat(Feedback.forgotten(file.orElseThrow())).isEmpty();
    }
}
