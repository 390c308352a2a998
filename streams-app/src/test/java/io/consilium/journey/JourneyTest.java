package io.consilium.journey;

import static io.consilium.journey.SyntheticCases.T0;
import static io.consilium.journey.SyntheticCases.cancel;
import static io.consilium.journey.SyntheticCases.caseOf;
import static io.consilium.journey.SyntheticCases.fails;
import static io.consilium.journey.SyntheticCases.mumbles;
import static io.consilium.journey.SyntheticCases.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Cancel;
import io.consilium.record.FailureKind;
import io.consilium.record.ReviewReason;
import io.consilium.record.Role;
import io.consilium.record.VerdictStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JourneyTest {

    @Test
    void shouldLeadACaseFromTriageToVerdict() {
        Walk walk = Walk.opened().triaged().allSay("yes");
        walk.on(says(walk.last(Role.ATTENDING), "Yes."));

        assertThat(walk.asked())
                .extracting(request -> request.getRole())
                .containsExactly(Role.TRIAGE, Role.SPECIALIST, Role.SPECIALIST, Role.SPECIALIST, Role.ATTENDING);
        assertThat(walk.verdict().getStatus()).isEqualTo(VerdictStatus.DECIDED);
        assertThat(walk.verdict().getAnswer()).contains("yes");
        assertThat(walk.verdict().getDepartment()).contains("Radiologist");
        assertThat(walk.verdict().getOpinions()).hasSize(3);
        assertThat(walk.verdict().getModels()).hasSize(5);
        assertThat(walk.verdict().getNeedsReview()).isEmpty();
    }

    @Test
    void shouldPinTheModelVersionsOfThePolicy() {
        Walk walk = Walk.opened().triaged().allSay("yes");

        assertThat(walk.last(Role.TRIAGE).getModelVersion()).contains("t1");
        assertThat(walk.consult(2).getModelVersion()).contains("s1");
        assertThat(walk.last(Role.ATTENDING).getModelVersion()).contains("a1");
    }

    @Test
    void shouldGiveEachSpecialistASeedOfItsOwn() {
        Walk walk = Walk.opened().triaged();

        assertThat(walk.asked()).extracting(request -> request.getSeed()).doesNotHaveDuplicates();
    }

    @Test
    void shouldTryTriageAgainAtATemperatureWhenItKeepsNoFormat() {
        Walk walk = Walk.opened();
        walk.on(mumbles(walk.last(Role.TRIAGE)));

        assertThat(walk.phase()).isEqualTo(new Phase.AwaitingTriage(2, T0.plusSeconds(60)));
        assertThat(walk.last(Role.TRIAGE).getAttempt()).isEqualTo(2);
        assertThat(walk.last(Role.TRIAGE).getTemperature()).isEqualTo(1);
    }

    @Test
    void shouldAskTheAttendingAloneWhenTriageNamesNoDepartmentOfOurs() {
        Walk walk = Walk.opened();
        walk.on(says(walk.last(Role.TRIAGE), "Astrologer")).on(says(walk.last(Role.TRIAGE), "Astrologer"));

        assertThat(walk.phase()).isInstanceOf(Phase.AwaitingAttending.class);
        assertThat(walk.last(Role.ATTENDING).getOpinions()).isEmpty();
        walk.on(says(walk.last(Role.ATTENDING), "no"));
        assertThat(walk.verdict().getDepartment()).isEmpty();
        assertThat(walk.verdict().getDegraded()).containsExactly("no department: triage named no department of ours");
        assertThat(walk.verdict().getNeedsReview()).containsExactly(ReviewReason.DEGRADED);
    }

    @Test
    void shouldGoOnWithTheOpinionsThatCameAtTheDeadline() {
        Walk walk = Walk.opened().triaged();
        walk.on(says(walk.consult(1), "yes")).on(says(walk.consult(3), "yes")).overdue();

        assertThat(walk.last(Role.ATTENDING).getOpinions())
                .extracting(opinion -> opinion.getSeat())
                .containsExactly(1, 3);
        walk.on(says(walk.last(Role.ATTENDING), "yes"));
        assertThat(walk.verdict().getMissing()).containsExactly("opinion of seat 2: late");
        assertThat(walk.verdict().getDegraded()).isEmpty();
    }

    @Test
    void shouldCallTheVerdictDegradedBelowTheQuorum() {
        Walk walk = Walk.opened().triaged();
        walk.on(says(walk.consult(1), "yes")).overdue().on(says(walk.last(Role.ATTENDING), "yes"));

        assertThat(walk.verdict().getDegraded()).containsExactly("quorum not reached: 1 of 2 opinions");
    }

    @Test
    void shouldKeepOpinionsInTheOrderOfSeatsWhateverTheOrderOfArrival() {
        Walk walk = Walk.opened().triaged();
        walk.on(says(walk.consult(3), "no")).on(says(walk.consult(1), "yes")).on(says(walk.consult(2), "yes"));

        assertThat(walk.last(Role.ATTENDING).getOpinions())
                .extracting(opinion -> opinion.getSeat())
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void shouldTryAPassingFailureAgainAndTakeAFinalOneAsItIs(FailureKind kind) {
        boolean passing =
                kind == FailureKind.TIMED_OUT || kind == FailureKind.UNAVAILABLE || kind == FailureKind.INTERNAL;
        Walk walk = Walk.opened().triaged();
        walk.on(fails(walk.consult(2), kind));

        assertThat(walk.consult(2).getAttempt()).isEqualTo(passing ? 2 : 1);
        if (passing) {
            walk.on(fails(walk.consult(2), kind));
        }
        walk.on(says(walk.consult(1), "yes"))
                .on(says(walk.consult(3), "yes"))
                .on(says(walk.last(Role.ATTENDING), "yes"));
        assertThat(walk.verdict().getMissing()).containsExactly("opinion of seat 2: failed (" + kind + ")");
    }

    @Test
    void shouldGiveNoVerdictWhenTheAttendingsPinnedVersionIsGone() {
        Walk walk = Walk.opened().triaged().allSay("yes");
        walk.on(fails(walk.last(Role.ATTENDING), FailureKind.MODEL_GONE));

        assertThat(walk.verdict().getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
        assertThat(walk.verdict().getReason()).contains("The attending physician failed (MODEL_GONE).");
    }

    @Test
    void shouldGiveNoVerdictWhenTheAttendingNamesNoneOfTheOptionsTwice() {
        Walk walk = Walk.opened().triaged().allSay("yes");
        walk.on(says(walk.last(Role.ATTENDING), "perhaps")).on(says(walk.last(Role.ATTENDING), "perhaps"));

        assertThat(walk.verdict().getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
        assertThat(walk.verdict().getOpinions()).hasSize(3);
    }

    @Test
    void shouldGiveNoVerdictWhenEveryDeadlinePasses() {
        Walk walk = Walk.opened().overdue().overdue();

        assertThat(walk.verdict().getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
        assertThat(walk.verdict().getMissing()).containsExactly("triage", "attending");
    }

    @Test
    void shouldNotEndAPhaseBeforeItsDeadline() {
        Walk walk = Walk.opened();
        walk.on(new Event.DeadlinePassed(T0.plusSeconds(60)));

        assertThat(walk.phase()).isInstanceOf(Phase.AwaitingTriage.class);
        assertThat(walk.step().note().changed()).isFalse();
    }

    @Test
    void shouldShortenDeadlinesToTheTimeThatTheSourceGives() {
        Walk walk = Walk.opened(caseOf("c1").setWantedBy(T0.plusSeconds(10)).build());

        assertThat(((Phase.Open) walk.phase()).deadline()).isEqualTo(T0.plusSeconds(3));
        walk.triaged().allSay("yes");
        assertThat(((Phase.Open) walk.phase()).deadline()).isEqualTo(T0.plusSeconds(10));
    }

    @Test
    void shouldCloseACancelledCaseFromEveryPhase() {
        for (Walk walk : new Walk[] {
            Walk.opened(), Walk.opened().triaged(), Walk.opened().triaged().allSay("no")
        }) {
            walk.on(new Event.CancelArrived(cancel("c1", "demo")));

            assertThat(walk.verdict().getStatus()).isEqualTo(VerdictStatus.CANCELLED);
            assertThat(walk.concluded()).hasSize(1);
        }
    }

    @Test
    void shouldSupersedeAnotherCaseOnlyWhenItOpensItself() {
        Walk opened = Walk.opened(caseOf("c2").setSupersedes("c1").build());
        assertThat(opened.step().commands()).extracting(Command::words).contains("supersede c1");

        Walk reused = Walk.opened()
                .on(new Event.CaseArrived(caseOf("c1")
                        .setContentHash("other")
                        .setSupersedes("victim")
                        .build()));
        assertThat(reused.step().commands())
                .extracting(Command::words)
                .containsExactly("tell demo REJECTED CASE_ID_REUSED");
    }

    @Test
    void shouldSayNothingToTheNewCasesSourceWhenTheOldOneIsClosedOrUnknown() {
        Cancel supersede =
                Cancel.newBuilder(cancel("c1", "demo")).setSupersededBy("c2").build();
        Walk closed = Walk.opened().on(new Event.CancelArrived(cancel("c1", "demo")));

        assertThat(closed.on(new Event.CancelArrived(supersede)).step().commands())
                .isEmpty();
        assertThat(new Walk().on(new Event.CancelArrived(supersede)).step().commands())
                .isEmpty();
    }

    @Test
    void shouldLetOnlyTheSourceCancelItsCase() {
        Walk walk = Walk.opened().on(new Event.CancelArrived(cancel("c1", "stranger")));

        assertThat(walk.phase()).isInstanceOf(Phase.AwaitingTriage.class);
        assertThat(walk.step().commands())
                .extracting(Command::words)
                .containsExactly("tell stranger REJECTED NOT_YOUR_CASE");
    }

    @Test
    void shouldTellTheSourceOfACancelThatTheCaseIsNotKnown() {
        Walk walk = new Walk().on(new Event.CancelArrived(cancel("nobody", "demo")));

        assertThat(walk.step().state()).isEmpty();
        assertThat(walk.step().commands())
                .extracting(Command::words)
                .containsExactly("tell demo REJECTED UNKNOWN_CASE");
    }

    @Test
    void shouldAcceptAResendOnceMoreAndAskNobodyAgain() {
        Walk walk = Walk.opened().on(new Event.CaseArrived(caseOf("c1").build()));

        assertThat(walk.step().commands()).extracting(Command::words).containsExactly("tell demo ACCEPTED");
        assertThat(walk.asked()).hasSize(1);
    }

    @Test
    void shouldRejectAnotherCaseUnderTheSameId() {
        Walk walk = Walk.opened()
                .on(new Event.CaseArrived(caseOf("c1").setContentHash("other").build()));

        assertThat(walk.step().commands())
                .extracting(Command::words)
                .containsExactly("tell demo REJECTED CASE_ID_REUSED");
        assertThat(walk.phase()).isInstanceOf(Phase.AwaitingTriage.class);
    }

    @Test
    void shouldRepeatTheVerdictToAResendOfAClosedCase() {
        Walk walk = Walk.opened().triaged().allSay("yes");
        walk.on(says(walk.last(Role.ATTENDING), "yes"))
                .later(Duration.ofHours(1))
                .on(new Event.CaseArrived(caseOf("c1").build()));

        assertThat(walk.step().commands()).extracting(Command::words).containsExactly("tell demo VERDICT");
        assertThat(walk.concluded()).hasSize(1);
    }

    @Test
    void shouldAskForReviewWhenTheAttendingGoesAgainstTheOpinionsOrTheyDisagree() {
        Walk against = Walk.opened().triaged().allSay("yes");
        against.on(says(against.last(Role.ATTENDING), "no"));
        assertThat(against.verdict().getNeedsReview()).containsExactly(ReviewReason.AGAINST_OPINIONS);

        Walk split = Walk.opened().triaged();
        split.on(says(split.consult(1), "yes")).on(says(split.consult(2), "no")).on(mumbles(split.consult(3)));
        split.on(says(split.last(Role.ATTENDING), "no"));
        assertThat(split.verdict().getNeedsReview())
                .containsExactly(ReviewReason.NO_AGREEMENT, ReviewReason.LOW_FORMAT);
    }
}
