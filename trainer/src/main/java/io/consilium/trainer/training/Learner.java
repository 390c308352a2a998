package io.consilium.trainer.training;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** Learns in steps. What a step does depends on its number and the weights alone, so that a run can go on at any. */
public interface Learner extends AutoCloseable {
    /**
     * @param step counted from 0 within the stage
     * @param update takes a step with the gradients that lie with the weights, and returns their norm
     * @return metrics by their names; {@code num_tokens} is this step's
     */
    Map<String, Double> step(long step, DoubleSupplier update);

    /** Replies that a step samples. */
    default int completions() {
        return 0;
    }

    @Override
    void close();
}
