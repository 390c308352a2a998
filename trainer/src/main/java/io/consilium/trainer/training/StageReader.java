package io.consilium.trainer.training;

import io.consilium.record.Role;
import io.consilium.trainer.config.Section;
import io.consilium.trainer.grpo.GrpoSettings;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.optimise.Schedule;
import io.consilium.trainer.sample.Difficulty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the keys of a stage; what a section does not say is as in another stage. Keys are TRL's where it has them. */
final class StageReader {
    private static final double BIG = 1e12;

    private StageReader() {}

    /** What a stage is where nothing is said: TRL's defaults, and the paper's group, KL and entropy of its easy stage. */
    static Stage initial(Method method) {
        boolean grpo = method == Method.GRPO;
        return new Stage(
                method.name().toLowerCase(Locale.ROOT),
                Role.ATTENDING,
                method,
                List.of(),
                100,
                0,
                new Schedule(grpo ? 1e-6 : 2e-5, 0, grpo ? Schedule.Shape.CONSTANT : Schedule.Shape.COSINE, 0),
                new AdamW.Settings(0.9, 0.999, 1e-8, 0, 1),
                GrpoSettings.DEFAULT,
                new Stage.Supervised(32, 32, false, 8),
                Stage.Reference.STAGE,
                new Stage.Stopping(20, 0, 10));
    }

    static Stage read(Section section, Stage base) {
        Role role = section.choice("role", base.role());
        Method method = section.choice("method", base.method());
        Stage stage = new Stage(
                section.text("name", base.name()),
                role,
                method,
                difficulties(section, base.difficulties()),
                section.count("steps", base.steps(), 1),
                section.intCount("samples_at_most", base.samples(), 0),
                schedule(section, base.schedule()),
                optimiser(section, base.optimiser()),
                grpo(section, base.grpo()),
                supervised(section, base.sft()),
                section.choice("reference", base.reference()),
                stopping(section, base.stopping()));
        check(section, stage);
        return stage;
    }

    private static void check(Section section, Stage stage) {
        GrpoSettings grpo = stage.grpo();
        if (stage.method() == Method.GRPO
                && grpo.temperature() != 1
                && (grpo.staleness() > 0 || grpo.iterations() > 1)) {
            section.problem(
                    "temperature",
                    grpo.temperature()
                            + " does not go with staleness or num_iterations above 1, whose ratio is taken to"
                            + " the probabilities at temperature 1 that replies are sampled with");
        }
        if (!stage.difficulties().isEmpty() && stage.role() != Role.ATTENDING) {
            section.problem("difficulty", "only the attending physician's samples have one");
        }
    }

    private static List<Difficulty> difficulties(Section section, List<Difficulty> base) {
        List<String> words =
                section.texts("difficulty", base.stream().map(Difficulty::word).toList());
        return words.stream()
                .flatMap(word -> {
                    Optional<Difficulty> known = Arrays.stream(Difficulty.values())
                            .filter(one -> one.word().equals(word))
                            .findFirst();
                    if (known.isEmpty()) {
                        section.problem("difficulty", "'" + word + "'; wanted are easy, medium, hard");
                    }
                    return known.stream();
                })
                .toList();
    }

    private static Schedule schedule(Section section, Schedule base) {
        return new Schedule(
                section.number("learning_rate", base.peak(), 0, BIG),
                section.count("warmup_steps", base.warmUp(), 0),
                section.choice("lr_scheduler_type", base.shape()),
                section.number("min_lr_rate", base.floor(), 0, 1));
    }

    private static AdamW.Settings optimiser(Section section, AdamW.Settings base) {
        return new AdamW.Settings(
                section.number("adam_beta1", base.beta1(), 0, 1),
                section.number("adam_beta2", base.beta2(), 0, 1),
                section.number("adam_epsilon", base.epsilon(), 0, 1),
                section.number("weight_decay", base.decay(), 0, 1),
                section.number("max_grad_norm", base.clip(), 0, BIG));
    }

    private static GrpoSettings grpo(Section section, GrpoSettings base) {
        int prompts = section.intCount("prompts_per_step", base.prompts(), 1);
        double epsilon = section.number("epsilon", base.epsilonLow(), 0, 1);
        return new GrpoSettings(
                prompts,
                section.intCount("num_generations", base.group(), 2),
                section.intCount("num_iterations", base.iterations(), 1),
                section.intCount("prompts_per_micro_batch", base.microBatch(), 1),
                section.intCount("max_completion_length", base.maxNewTokens(), 1),
                false,
                section.number("temperature", base.temperature(), 0.01, 100),
                section.choice("scale_rewards", base.scale()),
                section.choice("loss_type", base.loss()),
                section.choice("importance_sampling_level", base.importance()),
                epsilon,
                section.number("epsilon_high", section.has("epsilon") ? epsilon : base.epsilonHigh(), 0, BIG),
                section.number("beta", base.beta(), 0, BIG),
                section.number("gamma", base.gamma(), 0, BIG),
                section.flag("mask_truncated_completions", base.maskTruncated()),
                section.flag("skip_zero_variance", base.skipZeroVariance()),
                section.intCount("staleness", base.staleness(), 0));
    }

    private static Stage.Supervised supervised(Section section, Stage.Supervised base) {
        return new Stage.Supervised(
                section.intCount("batch_size", base.batch(), 1),
                section.intCount("micro_batch_size", base.microBatch(), 1),
                section.flag("reasoning", base.reasoning()),
                section.intCount("attempts", base.attempts(), 1));
    }

    private static Stage.Stopping stopping(Section section, Stage.Stopping base) {
        return new Stage.Stopping(
                section.count("eval_every", base.every(), 0),
                section.intCount("patience", base.patience(), 0),
                section.number("max_kl", base.maxKl(), 0, BIG));
    }
}
