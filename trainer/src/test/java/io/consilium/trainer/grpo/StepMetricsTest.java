package io.consilium.trainer.grpo;

import static io.consilium.trainer.grpo.Rollouts.CUT;
import static io.consilium.trainer.grpo.Rollouts.ENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TRL's metrics of made-up rollouts, computed by hand. */
class StepMetricsTest {
    private static TrainableModel model;

    @BeforeAll
    static void load() {
        model = TinyModel.load(1);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Rollouts rollout(String department, Difficulty difficulty) {
        ChatPrompt prompt = ChatPrompt.of("S", List.of(), "Q");
        return Rollouts.of(TinyModel.task("made-up", department, difficulty, prompt), model.encode(prompt));
    }

    /** Three groups of two replies, which earn 1.5 and 0, 0.5 and 0, 1.5 and 1.5. */
    private static List<Rollout> rollouts() {
        return List.of(
                rollout("radiology", Difficulty.EASY)
                        .reply(new int[4], ENDED, 0.5, 1)
                        .reply(new int[10], CUT, 0, 0)
                        .rollout(),
                rollout("dermatology", Difficulty.HARD)
                        .reply(new int[6], ENDED, 0.5, 0)
                        .reply(new int[8], ENDED, 0, 0)
                        .rollout(),
                rollout("radiology", Difficulty.HARD)
                        .reply(new int[2], ENDED, 0.5, 1)
                        .reply(new int[12], CUT, 0.5, 1)
                        .rollout());
    }

    private static Map<String, Double> metrics(List<Rollout> rollouts) {
        return StepMetrics.ofRollouts(rollouts, Rewards.PAPER);
    }

    private static void assertMetric(String name, double expected) {
        assertThat(metrics(rollouts()).get(name)).as(name).isCloseTo(expected, within(1e-12));
    }

    /** Groups deviate by 1.5/√2, 0.5/√2 and 0. */
    @Test
    void shouldSumUpRewards() {
        assertMetric("reward", 5.0 / 6);
        assertMetric("reward_std", 2 / Math.sqrt(2) / 3);
        assertMetric("frac_reward_zero_std", 1.0 / 3);
    }

    /** Format 0.5, 0, 0.5, 0, 0.5, 0.5: mean 1/3, squares 4 · 1/36 + 2 · 1/9. Accuracy 1, 0, 0, 0, 1, 1: 6 · 1/4. */
    @Test
    void shouldSumUpEachReward() {
        assertMetric("rewards/format/mean", 1.0 / 3);
        assertMetric("rewards/format/std", Math.sqrt((4.0 / 36 + 2.0 / 9) / 5));
        assertMetric("rewards/accuracy/mean", 0.5);
        assertMetric("rewards/accuracy/std", Math.sqrt(1.5 / 5));
    }

    @Test
    void shouldSumUpLengths() {
        assertMetric("completions/mean_length", 42.0 / 6);
        assertMetric("completions/min_length", 2);
        assertMetric("completions/max_length", 12);
        assertMetric("completions/clipped_ratio", 2.0 / 6);
        assertMetric("completions/mean_terminated_length", 5);
        assertMetric("completions/min_terminated_length", 2);
        assertMetric("completions/max_terminated_length", 8);
    }

    @Test
    void shouldSumUpByDepartmentAndDifficulty() {
        assertMetric("reward/department/radiology", 4.5 / 4);
        assertMetric("reward/department/dermatology", 0.25);
        assertMetric("reward/difficulty/easy", 0.75);
        assertMetric("reward/difficulty/hard", 3.5 / 4);
        assertThat(metrics(rollouts())).doesNotContainKey("reward/difficulty/medium");
    }

    @Test
    void shouldSayZeroOfLengthsWhereNoReplyEnded() {
        List<Rollout> cut = List.of(rollout("radiology", Difficulty.EASY)
                .reply(new int[4], CUT, 0, 0)
                .reply(new int[4], CUT, 0, 0)
                .rollout());
        assertThat(metrics(cut))
                .containsEntry("completions/clipped_ratio", 1.0)
                .containsEntry("completions/mean_terminated_length", 0.0)
                .containsEntry("completions/min_terminated_length", 0.0);
    }

    /** Each reply of the six comes with a prompt of 20 tokens. */
    @Test
    void shouldCountTokensOfPromptsAndReplies() {
        assertThat(StepMetrics.tokens(rollouts())).isEqualTo(6 * Rollouts.PROMPT + 42);
    }

    /** Sums of two micro-batches: kl, entropy, low, high, clipped, counted, tokens. */
    @Test
    void shouldDivideTheObjectivesSums() {
        List<Objective.Sums> parts =
                List.of(new Objective.Sums(1, 6, 1, 2, 3, 10, 10), new Objective.Sums(2, 9, 3, 1, 4, 20, 20));
        assertThat(StepMetrics.ofObjective(parts, true))
                .containsEntry("kl", 0.1)
                .containsEntry("entropy", 0.5)
                .containsEntry("clip_ratio/low_mean", 4 / 30.0)
                .containsEntry("clip_ratio/low_min", 0.1)
                .containsEntry("clip_ratio/high_mean", 0.1)
                .containsEntry("clip_ratio/high_max", 0.2)
                .containsEntry("clip_ratio/region_mean", 7 / 30.0);
        assertThat(StepMetrics.ofObjective(parts, false)).doesNotContainKey("kl");
    }
}
