package io.consilium.trainer.sample;

import io.consilium.record.SampleSplit;
import io.consilium.sample.SubjectSplit;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples for training, for validation, and those that no run may touch: all of one subject are on the same side, today
 * and in every other run.
 */
public record Split(List<Sample> training, List<Sample> validation, List<Sample> heldOut) {

    /** @param share of the subjects that go to validation, of samples that do not say themselves what they are for */
    public static Split of(List<Sample> samples, double share) {
        List<Sample> training = new ArrayList<>();
        List<Sample> validation = new ArrayList<>();
        List<Sample> heldOut = new ArrayList<>();
        for (Sample sample : samples) {
            SampleSplit split = sample.split().orElseGet(() -> byPlace(sample.subject(), share));
            switch (split) {
                case TRAINING -> training.add(sample);
                case VALIDATION -> validation.add(sample);
                case HELD_OUT -> heldOut.add(sample);
            }
        }
        return new Split(List.copyOf(training), List.copyOf(validation), List.copyOf(heldOut));
    }

    private static SampleSplit byPlace(String subject, double share) {
        return SubjectSplit.place(subject) < share ? SampleSplit.VALIDATION : SampleSplit.TRAINING;
    }
}
