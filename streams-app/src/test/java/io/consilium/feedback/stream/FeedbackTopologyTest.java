package io.consilium.feedback.stream;

import static io.consilium.feedback.SyntheticFeedback.caseOf;
import static io.consilium.feedback.SyntheticFeedback.decided;
import static io.consilium.feedback.SyntheticFeedback.outcome;
import static io.consilium.feedback.SyntheticFeedback.supersededBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.journey.SyntheticCases;
import io.consilium.problem.FatalException;
import io.consilium.record.DeadLetter;
import io.consilium.record.FeedbackRecord;
import io.consilium.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackTopologyTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final FeedbackStory story = new FeedbackStory();

    @AfterEach
    void close() {
        story.close();
    }

    private FeedbackStory closed(String caseId) {
        return story.arrives(Topics.CASES_ACCEPTED, caseId, caseOf(caseId).build())
                .arrives(Topics.VERDICTS, caseId, decided(caseId, "left", "right"));
    }

    @Test
    void shouldWriteASampleKeyedByItsCase() {
        closed("c1").arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build());
        assertThat(story.samples()).singleElement().satisfies(written -> {
            assertThat(written.key).isEqualTo("c1");
            assertThat(written.value.getRightShare()).contains(0.5);
        });
    }

    @Test
    void shouldTakeTheTopicsInAnyOrder() {
        story.arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build())
                .arrives(Topics.VERDICTS, "c1", decided("c1", "left"))
                .arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        assertThat(story.samples()).hasSize(1);
    }

    @Test
    void shouldForgetAVerdictWithoutAnOutcomeAfterHalfAYear() {
        closed("c1").passes(Duration.ofDays(179));
        assertThat(story.file("c1")).isPresent();
        story.passes(Duration.ofDays(1).plusSeconds(1));
        assertThat(story.file("c1")).isEmpty();
        assertThat(story.deadLetters()).isEmpty();
    }

    @Test
    void shouldKeepWhatWasConfirmedForAnotherHalfYearToBeCorrected() {
        closed("c1").passes(Duration.ofDays(100));
        story.arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build())
                .passes(Duration.ofDays(100))
                .arrives(
                        Topics.OUTCOMES,
                        "c1",
                        outcome("c1", "right", HOUR.multipliedBy(2)).build());
        assertThat(story.samples())
                .extracting(written -> written.value.getConfirmed())
                .containsExactly("left", "right");
        story.passes(Duration.ofDays(181));
        assertThat(story.file("c1")).isEmpty();
    }

    @Test
    void shouldDeadLetterAnOutcomeWhoseCaseDoesNotComeWithinAWeek() {
        story.arrives(Topics.OUTCOMES, "nobody", outcome("nobody", "left", HOUR).build())
                .passes(Duration.ofDays(6));
        assertThat(story.deadLetters()).isEmpty();
        story.passes(Duration.ofDays(1).plusSeconds(1));
        assertThat(story.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getCode()).isEqualTo("UNKNOWN_CASE");
            assertThat(letter.getApplication()).isEqualTo("feedback");
            assertThat(letter.getAt().getTopic()).isEqualTo(Topics.OUTCOMES);
        });
        assertThat(story.file("nobody")).isEmpty();
    }

    @Test
    void shouldDeadLetterWhatItCannotUseAndGoOn() {
        closed("c1").bytesArrive(Topics.OUTCOMES, "c1", new byte[] {7});
        story.arrives(Topics.OUTCOMES, "c2", outcome("c1", "left", HOUR).build());
        story.arrives(Topics.OUTCOMES, "c1", outcome("c1", " ", HOUR).build());
        story.arrives(
                Topics.OUTCOMES, "c1", outcome("c1", "x".repeat(2_001), HOUR).build());
        story.arrives(Topics.OUTCOMES, "c1", outcome("c1", "above", HOUR).build());
        assertThat(story.deadLetters())
                .extracting(DeadLetter::getCode)
                .containsExactly("UNKNOWN_MAGIC_BYTE", "KEY_MISMATCH", "NO_ANSWER", "TEXT_TOO_LONG", "NO_SUCH_OPTION");
        story.arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build());
        assertThat(story.samples()).hasSize(1);
    }

    @Test
    void shouldWithdrawTheSampleOfACaseThatIsAmendedLater() {
        closed("c1")
                .arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build())
                .arrives(Topics.CASES_ACCEPTED, "c1", supersededBy("c1", "c2", "demo"));
        assertThat(story.samples())
                .extracting(written -> written.value.getWithdrawn().isPresent())
                .containsExactly(false, true);
    }

    @Test
    void shouldLeaveACancellationToTheVerdict() {
        closed("c1")
                .arrives(Topics.CASES_ACCEPTED, "c1", SyntheticCases.cancel("c1", "demo"))
                .arrives(Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build());
        assertThat(story.samples()).hasSize(1);
    }

    @Test
    void shouldStopAtARecordThatANewerInstanceHasWritten() {
        closed("c1");
        story.stored(
                "c1",
                FeedbackRecord.newBuilder(story.file("c1").orElseThrow())
                        .setFormat(1_000)
                        .build());

        assertThatThrownBy(() -> story.arrives(
                        Topics.OUTCOMES, "c1", outcome("c1", "left", HOUR).build()))
                .hasRootCauseInstanceOf(FatalException.class)
                .rootCause()
                .hasMessageContaining("case c1 has format 1000")
                .hasMessageContaining("upgrade this instance too");
    }
}
