package io.consilium.trainer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.model.vlm.SafetensorsWriter;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.problem.FatalException;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.reward.Rewards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps on the tiny reference model, with a reward that pays for the length of the text. */
class GrpoTrainerTest {
    private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1);
    private static final double RATE = 0.01;
    private static final int TASKS = 3;

    @TempDir
    Path directory;

    private static GrpoSettings settings(int staleness) {
        GrpoSettings d = GrpoSettings.DEFAULT;
        return new GrpoSettings(
                2,
                4,
                1,
                1,
                6,
                false,
                1,
                d.scale(),
                d.loss(),
                d.importance(),
                1e-3,
                1e-3,
                d.beta(),
                d.gamma(),
                false,
                true,
                staleness);
    }

    private record Trained(List<Map<String, Double>> metrics, List<String> replies, Map<String, float[]> weights) {}

    /** What else happens when weights are updated, and after a step. */
    private record Hooks(Runnable updating, Runnable stepped) {
        static final Hooks NONE = new Hooks(() -> {}, () -> {});
    }

    /** Three steps. */
    private static Trained train(long seed, int threads, int staleness) {
        LengthReward reward = new LengthReward();
        List<Map<String, Double>> metrics = new ArrayList<>();
        try (TrainableModel model = TinyModel.load(threads)) {
            steps(model, reward, new GrpoTrainer.Run(seed, threads), staleness, metrics, Hooks.NONE);
            return new Trained(metrics, reward.replies(), TinyModel.weights(model));
        }
    }

    private static void steps(
            TrainableModel model,
            LengthReward reward,
            GrpoTrainer.Run run,
            int staleness,
            List<Map<String, Double>> metrics,
            Hooks hooks) {
        try (FrozenWeights reference = model.freeze();
                AdamW optimiser = new AdamW(model.trained(), ADAM);
                GrpoTrainer trainer = trainer(model, reference, reward, run, staleness)) {
            for (long step = 0; step < 3; step++) {
                metrics.add(trainer.step(step, () -> {
                    hooks.updating().run();
                    return optimiser.step(RATE);
                }));
                hooks.stepped().run();
            }
        }
    }

    private static GrpoTrainer trainer(
            TrainableModel model, FrozenWeights reference, LengthReward reward, GrpoTrainer.Run run, int staleness) {
        return new GrpoTrainer(
                model,
                Optional.of(reference),
                TinyModel.tasks(TASKS),
                settings(staleness),
                new Rewards(List.of(reward)),
                run);
    }

    /** Stopped after every step, and gone on with from a file. */
    @Test
    void shouldGoOnFromAnyStepToTheSameBits() throws IOException {
        Path file = directory.resolve("training.safetensors");
        Map<String, float[]> resumed = new LinkedHashMap<>();
        for (long step = 0; step < 3; step++) {
            long at = step;
            try (TrainableModel model = TinyModel.load(1);
                    FrozenWeights reference = model.frozen(TinyModel.DIRECTORY);
                    AdamW optimiser = new AdamW(model.trained(), ADAM);
                    GrpoTrainer trainer = trainer(model, reference, new LengthReward(), new GrpoTrainer.Run(7, 1), 0)) {
                Map<String, Tensor> tensors = new LinkedHashMap<>(model.trained());
                tensors.putAll(optimiser.state());
                if (at > 0) {
                    SafetensorsFile.open(file).copyInto(tensors);
                    Files.delete(file);
                }
                trainer.step(at, () -> optimiser.step(RATE));
                SafetensorsWriter.write(file, tensors, ElementType.F32);
                resumed.putAll(TinyModel.weights(model));
            }
        }
        train(7, 1, 0).weights().forEach((name, values) -> assertThat(resumed.get(name))
                .as(name)
                .isEqualTo(values));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldDoTheSameWithTheSameSeed(int threads) {
        Trained one = train(7, threads, 0);
        Trained other = train(7, threads, 0);
        assertThat(one.replies()).hasSize(3 * 8).isEqualTo(other.replies());
        assertThat(one.metrics()).isEqualTo(other.metrics());
        one.weights()
                .forEach((name, values) ->
                        assertThat(other.weights().get(name)).as(name).isEqualTo(values));
        assertThat(train(8, threads, 0).replies()).isNotEqualTo(one.replies());
    }

    @Test
    void shouldReportAStep() {
        Trained trained = train(7, 1, 0);
        Map<String, Double> last = trained.metrics().get(2);
        assertThat(last)
                .containsKeys("loss", "kl", "entropy", "reward", "reward_std", "rewards/length/mean")
                .containsEntry("epoch", 6.0 / TASKS)
                .containsEntry("clip_ratio/region_mean", 0.0);
        assertThat(last.get("grad_norm")).isPositive();
        assertThat(last.get("kl")).isPositive();
        assertThat(last.get("completions/max_length")).isLessThanOrEqualTo(6);
    }

    /** What is learnt from at step 0 was sampled with its own weights, at step 1 with those before the last update. */
    @Test
    void shouldTakeTheRatioToTheWeightsThatSampled() {
        Trained stale = train(7, 1, 1);
        assertThat(stale.metrics().get(0)).containsEntry("clip_ratio/region_mean", 0.0);
        assertThat(stale.metrics().get(1).get("clip_ratio/region_mean")).isGreaterThan(0.1);
        assertThat(stale.metrics().get(2).get("clip_ratio/region_mean")).isGreaterThan(0.1);
        Trained fresh = train(7, 1, 0);
        assertThat(stale.replies().subList(0, 8)).isEqualTo(fresh.replies().subList(0, 8));
        assertThat(stale.replies().subList(8, 16)).isNotEqualTo(fresh.replies().subList(8, 16));
    }

    @Test
    void shouldDoTheSameWithTheSameSeedThoughRepliesAreSampledAhead() {
        Trained one = train(7, 1, 1);
        Trained other = train(7, 1, 1);
        assertThat(one.replies()).hasSize(4 * 8).isEqualTo(other.replies());
        assertThat(one.metrics()).isEqualTo(other.metrics());
        assertThat(TinyModel.difference(one.weights(), other.weights())).isZero();
    }

    /** An evaluation between two steps speaks with other weights; here step 1 is sampled only while step 0 is learnt from. */
    @Test
    void shouldLeaveTheSpeakerIdleBetweenSteps() {
        CountDownLatch updating = new CountDownLatch(1);
        LengthReward reward = new LengthReward(0.1, read -> {
            if (read >= 8) {
                await(updating);
            }
        });
        List<Integer> sampled = new ArrayList<>();
        try (TrainableModel model = TinyModel.load(1)) {
            Hooks hooks = new Hooks(
                    updating::countDown, () -> sampled.add(reward.replies().size()));
            steps(model, reward, new GrpoTrainer.Run(7, 1), 2, new ArrayList<>(), hooks);
        }
        assertThat(sampled).containsExactly(3 * 8, 4 * 8, 5 * 8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStopAtARewardThatIsNoNumberAndLeaveNothing(int staleness) {
        Script.shared();
        long before = Torch.owned();
        LengthReward reward = new LengthReward(Double.NaN, read -> {});
        assertThatThrownBy(() -> {
                    try (TrainableModel model = TinyModel.load(1)) {
                        steps(model, reward, new GrpoTrainer.Run(7, 1), staleness, new ArrayList<>(), Hooks.NONE);
                    }
                })
                .isInstanceOf(FatalException.class)
                .hasMessageContainingAll("'length' gave NaN", "sample task-");
        assertThat(Torch.owned()).isEqualTo(before);
    }
}
