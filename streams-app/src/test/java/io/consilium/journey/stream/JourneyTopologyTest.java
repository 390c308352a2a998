package io.consilium.journey.stream;

import static io.consilium.journey.SyntheticCases.cancel;
import static io.consilium.journey.SyntheticCases.caseOf;
import static io.consilium.journey.SyntheticCases.outcome;
import static io.consilium.journey.SyntheticCases.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.JourneyPhase;
import io.consilium.record.Priority;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Request;
import io.consilium.record.VerdictStatus;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JourneyTopologyTest {
    private final JourneyStory story = new JourneyStory();

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldTellTheSourceTheVerdictOfItsCase() {
        story.decide("c1");

        assertThat(story.verdict().getAnswer()).contains("yes");
        assertThat(story.replies()).extracting(Reply::getKind).containsExactly(ReplyKind.ACCEPTED, ReplyKind.VERDICT);
    }

    @Test
    void shouldJournalEachTransitionWithItsInputAndPolicy() {
        story.decide("c1");

        var journal = story.journal();
        assertThat(journal)
                .extracting(entry -> entry.getEvent())
                .containsExactly(
                        "case arrived",
                        "triage answered",
                        "Radiologist seat 1 answered",
                        "Radiologist seat 2 answered",
                        "Radiologist seat 3 answered",
                        "attending answered");
        assertThat(journal).extracting(entry -> entry.getSequence()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(journal.get(1).getInput().orElseThrow().getTopic()).isEqualTo(Topics.TRIAGE_ANSWERS);
        assertThat(journal)
                .extracting(entry -> entry.getPolicyHash())
                .containsOnly(journal.get(0).getPolicyHash());
        assertThat(story.policies()).hasSize(1);
    }

    @Test
    void shouldCountWhatBecomesOfCases() {
        story.decide("c1");
        story.arrives(Topics.CASES_ACCEPTED, "c2", caseOf("c2").build());
        story.arrives(Topics.CASES_ACCEPTED, "c2", caseOf("c2").build());

        assertThat(story.metric("consilium_cases_out_total"))
                .contains("consilium_cases_out_total{status=\"decided\"} 1.0");
        assertThat(story.metric("consilium_cases_open"))
                .contains("consilium_cases_open{phase=\"awaiting_triage\"} 1.0");
        assertThat(story.metric("consilium_consultations_total"))
                .containsExactly("consilium_consultations_total{department=\"Radiologist\",quorum=\"reached\"} 1.0");
        assertThat(story.metric("consilium_events_unmoved_total"))
                .containsExactly("consilium_events_unmoved_total{event=\"case_arrived\"} 1.0");

        story.passes(Duration.ofHours(1));

        assertThat(story.metric("consilium_deadlines_hit_total"))
                .contains("consilium_deadlines_hit_total{phase=\"awaiting_triage\"} 1.0");
        assertThat(story.metric("consilium_cases_open"))
                .contains(
                        "consilium_cases_open{phase=\"awaiting_triage\"} 0.0",
                        "consilium_cases_open{phase=\"awaiting_attending\"} 1.0");
    }

    @Test
    void shouldKeepTheTimelineOfACase() {
        story.decide("c1");

        assertThat(story.state("c1").orElseThrow().getTimeline())
                .hasSize(6)
                .extracting(moment -> moment.getTo())
                .endsWith("AWAITING_ATTENDING", "CLOSED");
    }

    @Test
    void shouldSendUrgentRequestsDownTheirOwnLane() {
        story.arrives(
                Topics.CASES_ACCEPTED,
                "c1",
                caseOf("c1").setPriority(Priority.URGENT).build());

        assertThat(story.triageRequest(Lane.URGENT).getPriority()).isEqualTo(Priority.URGENT);
    }

    @Test
    void shouldGoOnWithoutAnOpinionThatIsLate() {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        story.answered(says(story.triageRequest(Lane.ROUTINE), "Radiologist"));
        var consults = story.consults("Radiologist");
        story.answered(says(consults.get(0), "yes")).answered(says(consults.get(1), "yes"));
        story.passes(Duration.ofSeconds(59));
        assertThat(story.state("c1").orElseThrow().getPhase()).isEqualTo(JourneyPhase.AWAITING_OPINIONS);
        story.passes(Duration.ofSeconds(2));
        story.answered(says(story.attendingRequest(), "yes"));

        assertThat(story.verdict().getMissing()).containsExactly("opinion of seat 3: late");
        assertThat(story.journal())
                .filteredOn(entry -> entry.getDeadline().isPresent())
                .hasSize(1);
    }

    @Test
    void shouldNotBeStuckWhenNobodyAnswers() {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        story.passes(Duration.ofMinutes(2)).passes(Duration.ofMinutes(3));

        assertThat(story.verdict().getStatus()).isEqualTo(VerdictStatus.NO_VERDICT);
        assertThat(story.replies())
                .extracting(Reply::getKind)
                .containsExactly(ReplyKind.ACCEPTED, ReplyKind.NO_VERDICT);
    }

    @Test
    void shouldCloseTheOldCaseWhenItIsSuperseded() {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        var supersede = io.consilium.record.Cancel.newBuilder(cancel("c1", "demo"))
                .setSupersededBy("c2")
                .build();
        story.arrives(Topics.CASES_ACCEPTED, "c1", supersede);

        assertThat(story.verdict().getStatus()).isEqualTo(VerdictStatus.SUPERSEDED);
    }

    @Test
    void shouldJournalALateAnswerAndLeaveTheVerdictAlone() {
        Request triage = story.decide("c1");
        story.verdict();
        story.answered(says(triage, "Surgeon"));

        assertThat(story.verdicts()).isEmpty();
        assertThat(story.journal()).last().satisfies(entry -> {
            assertThat(entry.getNote()).isEqualTo("came after the end");
            assertThat(entry.getCommands()).isEmpty();
        });
    }

    @Test
    void shouldLeaveAnOutcomeOfAnUnknownCaseToFeedback() {
        story.arrives(Topics.OUTCOMES, "nobody", outcome("nobody"));
        assertThat(story.deadLetters()).isEmpty();
        assertThat(story.journal()).isEmpty();
    }

    @Test
    void shouldDeadLetterAnAnswerOfAnUnknownCase() {
        Request request = story.decide("c1");
        story.answered(io.consilium.record.Answer.newBuilder(says(request, "Surgeon"))
                .setCaseId("nobody")
                .build());
        assertThat(story.deadLetter().getReason()).contains("No case nobody is open");
    }

    @Test
    void shouldDeadLetterWhatItCannotReadAndGoOn() {
        story.bytesArrive(Topics.OPINIONS, "c1", new byte[] {7, 7, 7});
        assertThat(story.deadLetter()).satisfies(letter -> {
            assertThat(letter.getCode()).isEqualTo("UNKNOWN_MAGIC_BYTE");
            assertThat(letter.getAt().getTopic()).isEqualTo(Topics.OPINIONS);
            assertThat(letter.getValue().orElseThrow().array()).containsExactly(7, 7, 7);
        });
        story.arrives(Topics.CASES_ACCEPTED, "other", caseOf("c1").build());
        assertThat(story.deadLetter().getCode()).isEqualTo("KEY_MISMATCH");

        story.decide("c2");
        assertThat(story.verdict().getCaseId()).isEqualTo("c2");
    }

    @Test
    void shouldForgetAClosedCaseAfterAWeek() {
        story.decide("c1");
        story.passes(Duration.ofDays(6));
        assertThat(story.state("c1")).isPresent();
        story.passes(Duration.ofDays(1).plusMinutes(1)).passes(Duration.ofMinutes(1));

        assertThat(story.state("c1")).isEmpty();
    }
}
