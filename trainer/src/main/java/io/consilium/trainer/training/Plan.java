package io.consilium.trainer.training;

import io.consilium.model.vlm.Training;
import io.consilium.trainer.reward.Rewards;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param model the checkpoint that it starts from
 * @param samples a file of samples
 * @param validationShare the share of the subjects whose samples are kept for validation
 * @param checkpointEvery steps
 * @param examples how many validation samples are shown in the report with their answers before and after
 */
public record Plan(
        Path model,
        Path samples,
        double validationShare,
        long seed,
        int threads,
        long checkpointEvery,
        int examples,
        Rewards rewards,
        Training training,
        List<Stage> stages) {}
