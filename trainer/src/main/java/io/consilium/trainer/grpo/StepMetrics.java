package io.consilium.trainer.grpo;

import io.consilium.model.vlm.Completion;
import io.consilium.trainer.reward.Rewards;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What a step is reported as, under the names that TRL gives it, and by department and difficulty. Pure. */
final class StepMetrics {
    private StepMetrics() {}

    /** Of what was sampled. */
    static Map<String, Double> ofRollouts(List<Rollout> rollouts, Rewards rewards) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        lengths(metrics, rollouts);
        for (int i = 0; i < rewards.parts().size(); i++) {
            int part = i;
            String name = "rewards/" + rewards.parts().get(i).name();
            double[] values = rollouts.stream()
                    .flatMapToDouble(rollout -> rollout.parts().stream().mapToDouble(parts -> parts[part]))
                    .toArray();
            metrics.put(name + "/mean", Advantages.mean(values));
            metrics.put(name + "/std", Advantages.deviation(values));
        }
        metrics.put("reward", mean(rollouts));
        metrics.put(
                "reward_std",
                rollouts.stream()
                        .mapToDouble(rollout -> Advantages.deviation(rollout.rewards()))
                        .average()
                        .orElse(0));
        metrics.put("frac_reward_zero_std", share(rollouts, Rollout::isLevel));
        by(metrics, "reward/department/", rollouts, rollout -> rollout.task().department());
        by(metrics, "reward/difficulty/", rollouts, rollout -> rollout.task()
                .difficulty()
                .map(each -> each.word()));
        return metrics;
    }

    private static void lengths(Map<String, Double> metrics, List<Rollout> rollouts) {
        List<Completion> replies =
                rollouts.stream().flatMap(rollout -> rollout.replies().stream()).toList();
        double[] all = lengths(replies, reply -> true);
        double[] ended = lengths(replies, reply -> !Rollout.isTruncated(reply));
        spread(metrics, "completions/", "length", all);
        metrics.put("completions/clipped_ratio", 1 - (double) ended.length / Math.max(1, all.length));
        spread(metrics, "completions/", "terminated_length", ended);
    }

    private static double[] lengths(List<Completion> replies, Predicate<Completion> chosen) {
        return replies.stream()
                .filter(chosen)
                .mapToDouble(reply -> reply.tokens().length)
                .toArray();
    }

    private static void spread(Map<String, Double> metrics, String prefix, String name, double[] values) {
        metrics.put(prefix + "mean_" + name, Advantages.mean(values));
        metrics.put(prefix + "min_" + name, Arrays.stream(values).min().orElse(0));
        metrics.put(prefix + "max_" + name, Arrays.stream(values).max().orElse(0));
    }

    private static void by(
            Map<String, Double> metrics,
            String prefix,
            List<Rollout> rollouts,
            Function<Rollout, Optional<String>> key) {
        rollouts.stream().map(key).flatMap(Optional::stream).distinct().sorted().forEach(name -> {
            List<Rollout> own = rollouts.stream()
                    .filter(rollout -> key.apply(rollout).filter(name::equals).isPresent())
                    .toList();
            metrics.put(prefix + name, mean(own));
        });
    }

    private static double mean(List<Rollout> rollouts) {
        return rollouts.stream()
                .flatMapToDouble(rollout -> DoubleStream.of(rollout.rewards()))
                .average()
                .orElse(0);
    }

    private static double share(List<Rollout> rollouts, Predicate<Rollout> chosen) {
        return (double) rollouts.stream().filter(chosen).count() / Math.max(1, rollouts.size());
    }

    /** Tokens of prompts and replies, a prompt counted for each of its replies as TRL does. */
    static double tokens(List<Rollout> rollouts) {
        return rollouts.stream()
                .flatMap(rollout -> rollout.replies().stream())
                .mapToDouble(reply -> reply.promptTokens() + reply.tokens().length)
                .sum();
    }

    /** Of the objective; the divergence only where there is a reference. */
    static Map<String, Double> ofObjective(List<Objective.Sums> parts, boolean reference) {
        Objective.Sums sums = Objective.Sums.total(parts);
        Map<String, Double> metrics = new LinkedHashMap<>();
        double tokens = Math.max(1, sums.tokens());
        double counted = Math.max(1, sums.counted());
        if (reference) {
            metrics.put("kl", sums.kl() / tokens);
        }
        metrics.put("entropy", sums.entropy() / tokens);
        metrics.put("clip_ratio/low_mean", sums.low() / counted);
        metrics.put(
                "clip_ratio/low_min", shares(parts, Objective.Sums::low).min().orElse(0));
        metrics.put("clip_ratio/high_mean", sums.high() / counted);
        metrics.put(
                "clip_ratio/high_max", shares(parts, Objective.Sums::high).max().orElse(0));
        metrics.put("clip_ratio/region_mean", sums.clipped() / counted);
        return metrics;
    }

    private static DoubleStream shares(List<Objective.Sums> parts, ToDoubleFunction<Objective.Sums> sum) {
        return parts.stream().mapToDouble(part -> sum.applyAsDouble(part) / Math.max(1, part.counted()));
    }
}
