package io.consilium.feedback;

import static io.consilium.feedback.CaseFeedback.DAY;
import static io.consilium.feedback.SyntheticFeedback.caseOf;
import static io.consilium.feedback.SyntheticFeedback.decided;
import static io.consilium.feedback.SyntheticFeedback.outcome;
import static io.consilium.feedback.SyntheticFeedback.supersededBy;
import static io.consilium.feedback.SyntheticFeedback.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Sample;
import io.consilium.record.VerdictStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases that were taken back, and outcomes that cannot be used. */
class RefusedFeedbackTest {
    private final CaseFeedback feedback = new CaseFeedback();

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "SUPERSEDED"})
    void shouldMakeNoSampleOfACaseThatWasTakenBack(VerdictStatus status) {
        feedback.opens();
        feedback.confirmed(outcome("c1", "left", DAY));
        feedback.ends(verdict("c1", status, "left").build());
        feedback.confirmed(outcome("c1", "right", DAY.plusHours(1)));
        assertThat(feedback.samples).isEmpty();
        assertThat(feedback.refused).isEmpty();
        assertThat(feedback.standings()).containsExactly(Standing.UNUSED, Standing.UNUSED);
    }

    @Test
    void shouldWithdrawASampleOnceWhenItsCaseIsAmendedAfterwards() {
        feedback.opens();
        feedback.ends(decided("c1", "left"));
        feedback.confirmed(outcome("c1", "left", DAY));
        feedback.happens(new Event.Superseded(supersededBy("c1", "c2", "demo")));
        feedback.confirmed(outcome("c1", "right", DAY.plusHours(1)));

        assertThat(feedback.samples).extracting(Sample::getRevision).containsExactly(1, 2);
        assertThat(feedback.samples.get(1).getWithdrawn()).contains("superseded by another case");
        assertThat(feedback.standings()).containsExactly(Standing.UNUSED, Standing.UNUSED);
    }

    @Test
    void shouldNotLetAnotherSourceTakeACaseBack() {
        feedback.opens();
        feedback.ends(decided("c1", "left"));
        feedback.happens(new Event.Superseded(supersededBy("c1", "c2", "pacs")));
        feedback.confirmed(outcome("c1", "left", DAY));
        assertThat(feedback.samples).extracting(Sample::getWithdrawn).containsExactly(Optional.empty());
    }

    @Test
    void shouldRefuseWhatFitsNoOptionAndNoDepartmentAndGoOn() {
        feedback.confirmed(outcome("c1", "above", DAY));
        feedback.opens();
        feedback.ends(decided("c1", "left"));
        feedback.confirmed(outcome("c1", "left", DAY).setDepartment("Astrologer"));
        assertThat(feedback.refused).containsExactly("NO_SUCH_OPTION", "UNKNOWN_DEPARTMENT");
        assertThat(feedback.samples).isEmpty();
        feedback.confirmed(outcome("c1", "left", DAY));
        assertThat(feedback.samples).hasSize(1);
        assertThat(feedback.refused).hasSize(2);
        assertThat(feedback.standings()).containsExactly(Standing.REFUSED, Standing.REFUSED, Standing.COUNTS);
    }

    @Test
    void shouldRefuseOutcomesOfAnIdThatTwoCasesHad() {
        feedback.opens();
        feedback.ends(decided("c1", "left"));
        feedback.confirmed(outcome("c1", "left", DAY));
        feedback.happens(
                new Event.CaseArrived(caseOf("c1").setContentHash("other").build()));
        Instant later = feedback.now.plusSeconds(10);
        feedback.ends(verdict("c1", VerdictStatus.DECIDED)
                .setOpenedAt(later)
                .setClosedAt(later.plusSeconds(1))
                .build());
        feedback.now = later.plus(DAY);
        feedback.confirmed(outcome("c1", "right", DAY.plusDays(1)));
        assertThat(feedback.refused).containsExactly("CASE_ID_REUSED");
        assertThat(feedback.samples).hasSize(1);
    }

    @Test
    void shouldTakeARejectedCaseOfTheSameIdForNothing() {
        feedback.opens();
        feedback.happens(
                new Event.CaseArrived(caseOf("c1").setContentHash("other").build()));
        feedback.ends(decided("c1", "left"));
        feedback.confirmed(outcome("c1", "left", DAY));
        assertThat(feedback.samples).hasSize(1);
        assertThat(feedback.samples.get(0).getQuestion()).isEqualTo("Which side?");
    }

    @Test
    void shouldRefuseMoreOutcomesThanClinicianWouldSend() {
        feedback.opens();
        for (int i = 0; i <= Feedback.MOST_OUTCOMES; i++) {
            feedback.confirmed(outcome("c1", "left", Duration.ofSeconds(i)));
        }
        assertThat(feedback.refused).containsExactly("TOO_MANY_OUTCOMES");
        assertThat(feedback.file.orElseThrow().getOutcomes()).hasSize(Feedback.MOST_OUTCOMES);
    }

    @Test
    void shouldSayOfOutcomesWhoseCaseNeverCameThatTheyWereForgotten() {
        feedback.confirmed(outcome("nobody", "left", DAY));
        assertThat(Feedback.forgotten(feedback.file.orElseThrow()))
                .extracting(Step.Refused::code)
                .containsExactly("UNKNOWN_CASE");
        feedback.opens();
        feedback.ends(decided("c1", "left"));
        assertThat(Feedback.forgotten(feedback.file.orElseThrow())).isEmpty();
    }
}
