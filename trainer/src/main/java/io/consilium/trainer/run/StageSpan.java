package io.consilium.trainer.run;

/**
 * A stage of a run: the steps after {@code fromStep} up to {@code toStep}.
 *
 * @param reason why it ended; empty while it goes on
 */
public record StageSpan(String name, int samples, long fromStep, long toStep, String reason) {
    public boolean goesOn() {
        return reason.isEmpty();
    }

    public long steps() {
        return toStep - fromStep;
    }

    StageSpan ended(long step, String why) {
        return new StageSpan(name, samples, fromStep, step, why.isEmpty() ? "ended" : why);
    }
}
