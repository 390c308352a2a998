package io.consilium.trainer.evaluation;

import static io.consilium.trainer.evaluation.Scripted.answer;
import static io.consilium.trainer.evaluation.TestCases.sample;
import static io.consilium.trainer.evaluation.TestCases.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Sampling;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each way of answering asks, and how it grades. */
class ExaminationTest {
    private static final TestSet SET = set(
            sample("one", "Radiologist", "left", "left", "right", "left"),
            sample("two", "Surgeon", "right", "left", "left", "left"));

    private static Protocol protocol(Mode mode, int draws) {
        return new Protocol(Role.ATTENDING, mode, draws, mode == Mode.GREEDY ? 0 : 1, 48, 7);
    }

    private static List<Graded> examine(Scripted examinee, Protocol protocol) {
        return new Examination(examinee, TestCases.tasks(), protocol).of(SET);
    }

    private static String words(Task task) {
        return task.prompt().messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(ChatPrompt.Part.Text.class::isInstance)
                .map(part -> ((ChatPrompt.Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldGradeOneGreedyReply() {
        Scripted always = new Scripted((task, draw, sampling) -> answer("left"));
        List<Graded> graded = examine(always, protocol(Mode.GREEDY, 1));

        assertThat(graded).extracting(Graded::right).containsExactly(1.0, 0.0);
        assertThat(graded).extracting(Graded::format).containsExactly(1.0, 1.0);
        assertThat(graded.get(0).difficulty()).contains(Difficulty.MEDIUM);
        assertThat(graded.get(1).difficulty()).contains(Difficulty.HARD);
        assertThat(graded.get(0).promptTokens()).isEqualTo(10);
        assertThat(always.heard)
                .allSatisfy(question -> assertThat(question.draws()).containsExactly(Sampling.greedy(48)));
    }

    @Test
    void shouldAverageDrawnReplies() {
        Scripted turns = new Scripted((task, draw, sampling) -> draw == 0 ? "left" : answer("left"));
        List<Graded> graded = examine(turns, protocol(Mode.SAMPLED, 4));

        assertThat(graded).extracting(Graded::right).containsExactly(0.75, 0.0);
        assertThat(graded).extracting(Graded::format).containsExactly(0.75, 0.75);
        assertThat(graded.get(0).answer()).isEmpty();
        assertThat(graded.get(0).promptTokens()).as("one prompt").isEqualTo(10);
        assertThat(turns.heard.get(0).draws())
                .extracting(Sampling::seed)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        turns.heard.get(1).draws().stream().map(Sampling::seed).toList());
    }

    @Test
    void shouldCountTheMajoritysAnswer() {
        List<String> said = List.of(answer("left"), answer("Right."), answer("right"), "right", answer("both"));
        List<Graded> graded =
                examine(new Scripted((task, draw, sampling) -> said.get(draw)), protocol(Mode.VOTE, said.size()));

        assertThat(graded).extracting(Graded::answer).containsOnly(Optional.of("Right."));
        assertThat(graded).extracting(Graded::right).containsExactly(0.0, 1.0);
        assertThat(graded.get(0).format()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void shouldLetTheFirstWinAmongEquals() {
        List<String> said = List.of(answer("right"), answer("left"), answer("left"), answer("b"));
        assertThat(examine(new Scripted((task, draw, sampling) -> said.get(draw)), protocol(Mode.VOTE, 4)))
                .extracting(Graded::answer)
                .containsOnly(Optional.of("right"));
    }

    @Test
    void shouldCountNothingWhereNobodyKeepsTheFormat() {
        List<Graded> graded = examine(new Scripted((task, draw, sampling) -> "left"), protocol(Mode.VOTE, 3));
        assertThat(graded).extracting(Graded::answer).containsOnly(Optional.empty());
        assertThat(graded).extracting(Graded::right).containsOnly(0.0);
    }

    @Test
    void shouldReconsiderItsOwnDraftsAsOpinions() {
        Scripted doctor = new Scripted((task, draw, sampling) -> {
            if (sampling.temperature() > 0) {
                return draw == 1 ? "no format" : answer("right");
            }
            return words(task).contains("1. right\n3. right") ? answer("left") : answer("right");
        });
        List<Graded> graded = examine(doctor, protocol(Mode.REFINE, 3));

        assertThat(graded).extracting(Graded::answer).containsOnly(Optional.of("left"));
        assertThat(graded).extracting(Graded::right).containsExactly(1.0, 0.0);
        assertThat(graded.get(0).difficulty()).as("of the specialists").contains(Difficulty.MEDIUM);
        assertThat(graded.get(0).promptTokens()).as("two prompts").isEqualTo(20);
        assertThat(graded.get(0).newTokens()).as("all drafts and the reply").isEqualTo(1 + 2 + 1 + 1);
    }

    @Test
    void shouldVoteWithAsManyTokensAsAnotherSpent() {
        Scripted doctor = new Scripted((task, draw, sampling) -> answer("left or so"));
        List<Graded> spent = examine(doctor, protocol(Mode.GREEDY, 1)).stream()
                .map(each -> each.costing(new Cost(10, each.id().equals("one") ? 10 : 1)))
                .toList();
        List<Graded> voted = new EqualTokens(doctor, TestCases.tasks(), protocol(Mode.VOTE, 2)).of(SET, spent);

        assertThat(voted)
                .extracting(Graded::newTokens)
                .as("three replies of 3 tokens fit in 10; one is the least")
                .containsExactly(9L, 3L);
    }

    @Test
    void shouldNameAllThatDoesNotFit() {
        assertThatThrownBy(() -> new Protocol(Role.TRIAGE, Mode.REFINE, 0, 0, 0, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("samples per prompt: 0", "temperature: 0.0", "refine", "new tokens: 0");
        assertThatThrownBy(() -> new Protocol(Role.TRIAGE, Mode.GREEDY, 3, 0, 9, 1))
                .hasMessageContaining("greedy replies are all the same");
    }
}
