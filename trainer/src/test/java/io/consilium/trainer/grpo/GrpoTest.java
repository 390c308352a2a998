package io.consilium.trainer.grpo;

import static io.consilium.trainer.grpo.Rollouts.CUT;
import static io.consilium.trainer.grpo.Rollouts.ENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.vlm.FinishReason;
import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.trainer.grpo.GrpoSettings.LossType;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of a step over made-up replies. */
class GrpoTest {
    private static final Settings PLAIN = new Settings(LossType.GRPO, 0, 0, 4, false, true);

    /** What the tests vary of the settings. */
    private record Settings(LossType loss, double beta, double gamma, int microBatch, boolean mask, boolean skip) {
        GrpoSettings grpo() {
            GrpoSettings d = GrpoSettings.DEFAULT;
            return new GrpoSettings(
                    4,
                    2,
                    1,
                    microBatch,
                    8,
                    false,
                    1,
                    Advantages.Scale.GROUP,
                    loss,
                    d.importance(),
                    d.epsilonLow(),
                    d.epsilonHigh(),
                    beta,
                    gamma,
                    mask,
                    skip,
                    0);
        }

        Settings microBatch(int prompts) {
            return new Settings(loss, beta, gamma, prompts, mask, skip);
        }

        Settings masked(boolean value) {
            return new Settings(loss, beta, gamma, microBatch, value, skip);
        }

        Settings skipping(boolean value) {
            return new Settings(loss, beta, gamma, microBatch, mask, value);
        }
    }

    /** A step's metrics and the gradients that lay with the weights when it was taken; none where it was not. */
    private record Learnt(Map<String, Double> metrics, Map<String, float[]> gradients) {}

    private static int[] tokens(long seed, int length) {
        return new Random(seed).ints(length, 1, 700).toArray();
    }

    /** Four groups of two replies of 1 to 8 tokens; the second earns more in each, but for the last, where both earn 1. */
    private static List<Rollout> rollouts(TrainableModel model) {
        List<Rollout> rollouts = new ArrayList<>();
        List<Task> tasks = TinyModel.tasks(4);
        for (int i = 0; i < 4; i++) {
            rollouts.add(rollout(model, tasks.get(i), i == 3 ? 1 : 0.1 * i, tokens(i, 1 + i), ENDED));
        }
        return rollouts;
    }

    private static Rollout rollout(TrainableModel model, Task task, double reward, int[] first, FinishReason finish) {
        return Rollouts.of(task, model.encode(task.prompt()))
                .reply(first, finish, reward)
                .reply(tokens(100, 8 - first.length), ENDED, 1)
                .rollout();
    }

    private static Learnt learn(TrainableModel model, Settings settings, List<Rollout> rollouts) {
        List<Map<String, float[]>> taken = new ArrayList<>();
        try (FrozenWeights reference = model.frozen(TinyModel.DIRECTORY);
                Grpo grpo = new Grpo(model, settings.grpo(), Optional.of(reference), new StepTimes())) {
            Map<String, Double> metrics = grpo.learn(rollouts, false, () -> {
                taken.add(TinyModel.gradients(model));
                return TinyModel.norm(taken.get(0));
            });
            return new Learnt(metrics, taken.isEmpty() ? Map.of() : taken.get(0));
        }
    }

    private static Learnt learn(Settings settings) {
        return learn(settings, 1);
    }

    private static Learnt learn(Settings settings, int threads) {
        try (TrainableModel model = TinyModel.load(threads)) {
            return learn(model, settings, rollouts(model));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LossType.class,
            names = {"GRPO", "DAPO", "DR_GRPO"})
    void shouldGiveTheSameGradientsInMicroBatches(LossType loss) {
        Settings settings = new Settings(loss, 0.1, 0.01, 4, false, false);
        Learnt whole = learn(settings);
        assertThat(TinyModel.norm(whole.gradients())).isGreaterThan(1e-3);
        for (int size : new int[] {1, 3}) {
            Learnt parts = learn(settings.microBatch(size));
            assertThat(TinyModel.difference(whole.gradients(), parts.gradients()))
                    .isLessThan(1e-6);
            whole.metrics().forEach((name, value) -> {
                if (!name.equals("clip_ratio/low_min") && !name.equals("clip_ratio/high_max")) {
                    assertThat(parts.metrics().get(name)).as(name).isCloseTo(value, within(1e-5));
                }
            });
        }
    }

    @Test
    void shouldGiveTheSameGradientsSideBySide() {
        Settings settings = new Settings(LossType.GRPO, 0.1, 0.01, 4, false, false);
        assertThat(TinyModel.difference(
                        learn(settings).gradients(), learn(settings, 2).gradients()))
                .isLessThan(1e-6);
    }

    @Test
    void shouldTakeNoStepWhereAllGroupsEarnTheSame() {
        try (TrainableModel model = TinyModel.load(1)) {
            Learnt learnt = learn(model, PLAIN, rollouts(model).subList(3, 4));
            assertThat(learnt.metrics()).isEmpty();
            assertThat(learnt.gradients()).isEmpty();
        }
    }

    @Test
    void shouldHaveNoGradientWhereAllGroupsEarnTheSame() {
        try (TrainableModel model = TinyModel.load(1)) {
            Learnt learnt = learn(model, PLAIN.skipping(false), rollouts(model).subList(3, 4));
            assertThat(learnt.metrics()).containsEntry("grad_norm", 0.0);
        }
    }

    /** Without divergence and bonus a level group adds nothing, whether it is computed or left out. */
    @ParameterizedTest
    @EnumSource(
            value = LossType.class,
            names = {"GRPO", "DAPO", "DR_GRPO"})
    void shouldKeepTheWeightOfOtherGroupsWhenItSkipsOne(LossType loss) {
        Settings settings = new Settings(loss, 0, 0, 4, false, true);
        Learnt skipped = learn(settings);
        Learnt computed = learn(settings.skipping(false));
        assertThat(TinyModel.norm(skipped.gradients())).isGreaterThan(1e-3);
        assertThat(TinyModel.difference(computed.gradients(), skipped.gradients()))
                .isLessThan(1e-6);
    }

    @Test
    void shouldHaveNoDivergenceBeforeTheFirstStep() {
        Learnt learnt = learn(new Settings(LossType.GRPO, 0.1, 0, 4, false, true));
        assertThat(learnt.metrics().get("kl")).isCloseTo(0, within(1e-7));
        assertThat(learnt.metrics().get("clip_ratio/region_mean")).isZero();
        assertThat(TinyModel.difference(learn(PLAIN).gradients(), learnt.gradients()))
                .isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(LossType.class)
    void shouldNotLearnFromTruncatedRepliesThatAreMasked(LossType loss) {
        Settings settings = new Settings(loss, 0.1, 0.01, 4, false, true);
        assertThat(TinyModel.difference(truncated(settings.masked(true), 1), truncated(settings.masked(true), 2)))
                .isLessThan(1e-6);
        assertThat(TinyModel.difference(truncated(settings, 1), truncated(settings, 2)))
                .isGreaterThan(1e-2);
    }

    /** Gradients where the first of two replies was cut off, saying this or that. */
    private static Map<String, float[]> truncated(Settings settings, long saying) {
        try (TrainableModel model = TinyModel.load(1)) {
            Rollout rollout = rollout(model, TinyModel.tasks(1).get(0), 0, tokens(saying, 4), CUT);
            Map<String, float[]> gradients =
                    learn(model, settings, List.of(rollout)).gradients();
            assertThat(TinyModel.norm(gradients)).isGreaterThan(1e-3);
            return gradients;
        }
    }
}
