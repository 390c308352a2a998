package io.consilium.journey.stream;

import static io.consilium.journey.SyntheticCases.caseOf;
import static io.consilium.journey.SyntheticCases.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.Department;
import io.consilium.department.Departments;
import io.consilium.journey.PinnedPolicy;
import io.consilium.journey.Replay;
import io.consilium.journey.SyntheticCases;
import io.consilium.problem.FatalException;
import io.consilium.record.Answer;
import io.consilium.record.JournalEntry;
import io.consilium.record.JourneyRecord;
import io.consilium.record.Request;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes while cases are open: models, departments, the code and clocks. */
class JourneyChangesTest {
    private final JourneyStory story = new JourneyStory();

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldTakeTheSameStepsWhenTheJournalIsReplayed() {
        story.decide("c1");
        story.arrives(Topics.CASES_ACCEPTED, "c2", caseOf("c2").build()).passes(Duration.ofDays(1));
        List<JournalEntry> journal = story.journal();
        Map<String, PinnedPolicy> policies = story.policies().stream()
                .map(PinnedPolicy::of)
                .collect(Collectors.toMap(PinnedPolicy::hash, policy -> policy));
        for (String caseId : List.of("c1", "c2")) {
            List<JournalEntry> own = journal.stream()
                    .filter(entry -> entry.getCaseId().equals(caseId))
                    .toList();
            assertThat(Replay.deviations(own, story::at, policies::get)).isEmpty();
            assertThat(Replay.deviations(own.subList(1, own.size()), story::at, policies::get))
                    .isNotEmpty();
        }
        assertThat(journal).anyMatch(entry -> entry.getDeadline().isPresent());
    }

    @Test
    void shouldPinTheVersionsThatWerePublishedWhenTheCaseOpened() {
        story.publishModel("triage", "v1").publishModel("specialist", "s1");
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        Request triage = story.triageRequest(Lane.ROUTINE);
        story.publishModel("specialist", "s2");
        story.answered(says(triage, "Surgeon"));
        story.arrives(Topics.CASES_ACCEPTED, "c2", caseOf("c2").build());
        story.answered(says(story.triageRequest(Lane.ROUTINE), "Oncologist"));

        assertThat(triage.getModelVersion()).contains("v1");
        assertThat(story.consults("Surgeon"))
                .hasSize(3)
                .allMatch(request -> request.getModelVersion().orElse("").equals("s1"));
        assertThat(story.consults("Oncologist"))
                .hasSize(3)
                .allMatch(request -> request.getModelVersion().orElse("").equals("s2"));
    }

    @Test
    void shouldGiveTheChallengerItsShareOfTheCases() {
        story.challenge("triage", "c1", 0.5);
        Map<String, Integer> pins = new TreeMap<>();
        for (int number = 0; number < 60; number++) {
            String id = "case-" + number;
            story.arrives(Topics.CASES_ACCEPTED, id, caseOf(id).build());
            pins.merge(story.triageRequest(Lane.ROUTINE).getModelVersion().orElseThrow(), 1, Integer::sum);
        }

        assertThat(pins).containsOnlyKeys("c1", "c1-former");
        assertThat(pins.get("c1")).isBetween(15, 45);
    }

    @Test
    void shouldPassOverWhatIsNoChangeOfAModel() {
        story.publishModel("triage", "v1");
        story.bytesArrive(Topics.MODELS, "triage", new byte[] {1, 2, 3});
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());

        assertThat(story.triageRequest(Lane.ROUTINE).getModelVersion()).contains("v1");
    }

    @Test
    void shouldEndOpenCasesWithTheSeatsThatTheyOpenedWith() {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        Request triage = story.triageRequest(Lane.ROUTINE);
        try (JourneyStory next = story.takenOverWith(oneSeatFewer())) {
            next.answered(says(triage, "Radiologist"));
            assertThat(next.consults("Radiologist")).hasSize(3);

            next.arrives(Topics.CASES_ACCEPTED, "c2", caseOf("c2").build());
            next.answered(says(next.triageRequest(Lane.ROUTINE), "Radiologist"));
            assertThat(next.consults("Radiologist")).hasSize(2);
        }
    }

    @Test
    void shouldStopAtAStateThatANewerInstanceHasWritten() {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        Request triage = story.triageRequest(Lane.ROUTINE);
        story.stored(JourneyRecord.newBuilder(story.state("c1").orElseThrow())
                .setFormat(1_000)
                .build());

        assertThatThrownBy(() -> story.answered(says(triage, "Surgeon")))
                .hasRootCauseInstanceOf(FatalException.class)
                .rootCause()
                .hasMessageContaining("case c1 has format 1000")
                .hasMessageContaining("upgrade this instance too");
    }

    /** Only the journey's own clock says when a deadline has passed; an answer may claim any time. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void shouldNotMindAWorkerWhoseClockIsWrong(long seconds) {
        story.arrives(Topics.CASES_ACCEPTED, "c1", caseOf("c1").build());
        Answer triage = says(story.triageRequest(Lane.ROUTINE), "Radiologist");
        story.answered(Answer.newBuilder(triage)
                .setQueuedAt(triage.getQueuedAt().plusSeconds(seconds))
                .setStartedAt(triage.getStartedAt().plusSeconds(seconds))
                .setFinishedAt(triage.getFinishedAt().plusSeconds(seconds))
                .build());

        assertThat(story.consults("Radiologist")).hasSize(3).allMatch(request -> request.getDeadline()
                .equals(SyntheticCases.T0.plus(Duration.ofSeconds(60))));
    }

    private static Departments oneSeatFewer() {
        Departments all = JourneyStory.DEPARTMENTS;
        return new Departments(
                all.doctors(),
                all.triage(),
                all.attending(),
                all.departments().stream()
                        .map(one -> new Department(
                                one.name(),
                                one.seats().subList(0, one.seats().size() - 1),
                                one.quorum(),
                                one.attempts(),
                                one.deadline()))
                        .toList());
    }
}
