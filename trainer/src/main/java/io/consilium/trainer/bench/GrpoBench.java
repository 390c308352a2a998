package io.consilium.trainer.bench;

import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.trainer.grpo.Advantages;
import io.consilium.trainer.grpo.GrpoSettings;
import io.consilium.trainer.grpo.GrpoSettings.ImportanceLevel;
import io.consilium.trainer.grpo.GrpoSettings.LossType;
import io.consilium.trainer.grpo.GrpoTrainer;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Completions a second of GRPO steps: 4 prompts with 8 replies of exactly 24 tokens each, f32, β 1e-3, every weight trained,
 * no group left out, two threads. A step is all of it: pictures prepared, replies sampled, reference, update.
 */
public final class GrpoBench {
    private static final int PROMPTS = 4;
    private static final int GROUP = 8;
    private static final int NEW_TOKENS = 24;
    private static final int THREADS = 2;
    /** Java compiles what runs often; a run of hours is warm long before it is measured. */
    private static final int WARM_UP = 20;

    private GrpoBench() {}

    /**
     * @param samplesPerSecond completions over the median step's wall time
     * @param shares of the measured time by part: rollout, reference, update
     */
    public record Result(double samplesPerSecond, Map<String, Double> shares) {}

    /** @param tasks to sample from, in turn */
    public static Result run(Path checkpoint, List<Task> tasks, int steps) {
        GrpoSettings settings = new GrpoSettings(
                PROMPTS,
                GROUP,
                1,
                PROMPTS,
                NEW_TOKENS,
                true,
                1,
                Advantages.Scale.GROUP,
                LossType.GRPO,
                ImportanceLevel.TOKEN,
                0.2,
                0.2,
                1e-3,
                0,
                false,
                false,
                0);
        try (TrainableModel model = TrainableModel.load(checkpoint, Training.FULL, THREADS);
                FrozenWeights reference = model.freeze();
                AdamW optimiser = new AdamW(model.trained(), new AdamW.Settings(0.9, 0.999, 1e-8, 0, 1));
                GrpoTrainer trainer = new GrpoTrainer(
                        model,
                        Optional.of(reference),
                        tasks,
                        settings,
                        Rewards.PAPER,
                        new GrpoTrainer.Run(1, THREADS))) {
            return measure(trainer, optimiser, steps);
        }
    }

    private static Result measure(GrpoTrainer trainer, AdamW optimiser, int steps) {
        double[] seconds = new double[steps];
        for (int i = 0; i < WARM_UP + steps; i++) {
            if (i == WARM_UP) {
                trainer.times();
            }
            long start = System.nanoTime();
            trainer.step(i, () -> optimiser.step(1e-6));
            if (i >= WARM_UP) {
                seconds[i - WARM_UP] = (System.nanoTime() - start) / 1e9;
            }
        }
        double all = Arrays.stream(seconds).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        trainer.times().forEach((part, time) -> shares.put(part, time / all));
        Arrays.sort(seconds);
        return new Result(trainer.completions() / seconds[steps / 2], shares);
    }
}
