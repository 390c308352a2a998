package io.consilium.trainer.training;

import io.consilium.model.vlm.Training;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.OffsetRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is to do.
 *
 * @param model the checkpoint that it starts from
 * @param samples a file of samples; empty where there is a range
 * @param range of the samples topic; empty where there is a file
 * @param validationShare the share of the subjects whose samples are kept for validation
 * @param checkpointEvery steps
 * @param examples how many validation samples are shown in the report with their answers before and after
 */
public record Plan(
        Path model,
        Path samples,
        Optional<OffsetRange> range,
        double validationShare,
        long seed,
        int threads,
        long checkpointEvery,
        int examples,
        Rewards rewards,
        Training training,
        List<Stage> stages) {}
