package io.consilium.trainer.optimise;

/**
 * The learning rate over the steps of a stage: linear warm-up from 0, then constant, or down to a floor by half a cosine.
 * Pure.
 *
 * @param peak the rate after warming up
 * @param warmUp steps
 * @param floor what share of the peak is left after the last step of a cosine
 */
public record Schedule(double peak, long warmUp, Shape shape, double floor) {
    /** What follows the warm-up. */
    public enum Shape {
        CONSTANT,
        COSINE
    }

    /** The rate of a step, counted from 0, of so many. */
    public double rate(long step, long steps) {
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        if (shape == Shape.CONSTANT || steps <= warmUp) {
            return peak;
        }
        double done = (double) (step - warmUp) / (steps - warmUp);
        return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done))));
    }
}
