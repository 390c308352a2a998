package io.consilium.trainer.training;

import io.consilium.model.vlm.Training;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Section;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.OffsetRange;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the plan of a run. The keys of a stage stand at the top level, where they are every stage's, and in the sections of
 * {@code stages}, where they are one's own; without such sections there is one stage.
 */
public final class PlanReader {
    private PlanReader() {}

    /** @param method of stages that name none */
    public static Plan read(Section root, Method method) {
        Stage base = StageReader.read(root, StageReader.initial(method));
        List<Stage> stages = root.sections("stages").stream()
                .map(section -> StageReader.read(section, base))
                .toList();
        Set<String> names = new HashSet<>();
        stages.forEach(stage -> {
            if (!names.add(stage.name())) {
                root.problem("stages", "two have the name '" + stage.name() + "'; give each its own");
            }
        });
        Optional<OffsetRange> range = range(root);
        return new Plan(
                root.path("model"),
                range.isPresent() ? Path.of("") : root.path("samples"),
                range,
                root.number("validation", 0.1, 0, 0.9),
                root.count("seed", 1, Long.MIN_VALUE),
                root.intCount("threads", 2, 1),
                root.count("checkpoint_every", 20, 1),
                root.intCount("examples", 8, 0),
                rewards(root),
                training(root),
                stages.isEmpty() ? List.of(base) : stages);
    }

    private static Optional<OffsetRange> range(Section root) {
        if (!root.has("sample_range")) {
            return Optional.empty();
        }
        if (root.has("samples")) {
            root.problem("sample_range", "there are samples of a file too; give one of the two");
        }
        try {
            return Optional.of(OffsetRange.parse(root.text("sample_range")));
        } catch (ConfigurationException e) {
            root.problem("sample_range", String.join("; ", e.problems()));
            return Optional.empty();
        }
    }

    private static Rewards rewards(Section root) {
        List<String> names = root.texts("rewards", List.of("format", "accuracy"));
        try {
            return Rewards.named(names);
        } catch (IllegalArgumentException e) {
            root.problem("rewards", e.getMessage());
            return Rewards.PAPER;
        }
    }

    private static Training training(Section root) {
        Section adapters = root.section("adapters");
        int rank = adapters.intCount("rank", 0, 0);
        double alpha = adapters.number("alpha", 16, 0, 1e6);
        List<String> targets = adapters.texts("targets", List.of("q_proj", "v_proj"));
        return new Training(
                rank == 0 ? Optional.empty() : Optional.of(new Training.Adapters(rank, alpha, targets)),
                root.flag("frozen_vision", false),
                root.flag("bf16", false),
                root.flag("gradient_checkpointing", false));
    }
}
