package io.consilium.trainer.training;

import io.consilium.model.vlm.TrainableModel;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.optimise.Schedule;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.sample.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * A stage as the loop sees it: so many steps of something that learns.
 *
 * @param line stages of one line go on with each other's weights; the model it ends with bears this name
 * @param samples that it learns from, for the record
 * @param validation what it is tested on as it goes; may be empty
 */
public record Course(
        String name,
        String line,
        long steps,
        long samples,
        Schedule schedule,
        AdamW.Settings optimiser,
        Stage.Stopping stopping,
        List<Task> validation,
        Opening learner) {

    /** Makes what learns. */
    public interface Opening {
        /**
         * @param model with the weights of the last checkpoint, of this stage or of its start
         * @param start the checkpoint that the stage began with
         * @param directory the run's, for what the stage has to keep
         */
        Learner open(TrainableModel model, Path start, RunDirectory directory);
    }
}
