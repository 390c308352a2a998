package io.consilium.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.record.Role;
import io.consilium.trainer.sample.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardsTest {
    private static final Task CHOICE = task("B", List.of("A", "B"));
    private static final Task WORDS = task("left lung", List.of("heart", "left lung"));
    private static final Task OPEN = task("left lung", List.of());

    private static Task task(String truth, List<String> options) {
        return new Task(
                "case-1",
                Role.ATTENDING,
                ChatPrompt.of("S", List.of(), "Q"),
                truth,
                options,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String answer(String said) {
        return "<think>a</think><answer>" + said + "</answer>";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>a</think><answer>B</answer>",
                "<think></think><answer>B</answer>",
                "<think>a</think>\n \t<answer>B</answer>",
                "<think>a\nb</think><answer> B\n</answer>\n",
            })
    void shouldPayForFormatAndAnswer(String text) {
        assertThat(Rewards.PAPER.of(CHOICE, text)).containsExactly(0.5, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "B",
                "<answer>B</answer>",
                "<think>a<answer>B</answer>",
                "<think>a</think><answer>B",
                "<think>a</think><answer></answer>",
                "<think>a</think><answer>B</answer> because",
                "<think>a</think><answer>B</answer><answer>B</answer>",
                "<think>a</think><answer>A</answer><answer>B</answer>",
                "<think>a</think> so <answer>B</answer>",
            })
    void shouldPayNothingWithoutTheFormat(String text) {
        assertThat(Rewards.PAPER.of(CHOICE, text)).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"left lung", "Left  lung.", "B", "b.", "(B)", "B) left lung", "option B"})
    void shouldTakeAnOptionByTextOrLetter(String said) {
        assertThat(Rewards.PAPER.of(WORDS, answer(said))).containsExactly(0.5, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "A", "lung", "A) left lung", "C", "left lung or heart"})
    void shouldPayForTheFormatAloneOfAnotherAnswer(String said) {
        assertThat(Rewards.PAPER.of(WORDS, answer(said))).containsExactly(0.5, 0);
    }

    /** Where options are letters themselves, what follows a letter makes it another answer. */
    @Test
    void shouldTakeALetterOptionAsItsText() {
        assertThat(Rewards.PAPER.of(CHOICE, answer("B."))).containsExactly(0.5, 1);
        assertThat(Rewards.PAPER.of(CHOICE, answer("B) text"))).containsExactly(0.5, 0);
    }

    @Test
    void shouldCompareOpenAnswersByTheirText() {
        assertThat(Rewards.PAPER.of(OPEN, answer("Left lung."))).containsExactly(0.5, 1);
        assertThat(Rewards.PAPER.of(OPEN, answer("B"))).containsExactly(0.5, 0);
    }

    @Test
    void shouldFindRewardsByNameInTheWantedOrder() {
        assertThat(Rewards.named(List.of("accuracy", "format")).of(CHOICE, answer("B")))
                .containsExactly(1, 0.5);
        assertThat(Rewards.named(List.of("format")).of(CHOICE, answer("B"))).containsExactly(0.5);
    }

    @Test
    void shouldNameTheRewardsThatThereAre() {
        assertThatThrownBy(() -> Rewards.named(List.of("format", "kindness")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("kindness", "format", "accuracy", "brevity");
        assertThatThrownBy(() -> Rewards.named(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindARewardOfTheClassPath() {
        Rewards rewards = Rewards.named(List.of("format", "brevity"));
        assertThat(rewards.of(CHOICE, answer("B")))
                .containsExactly(0.5, 1.0 / answer("B").length());
        assertThat(rewards.parts().get(1)).isInstanceOf(BrevityReward.class);
    }
}
