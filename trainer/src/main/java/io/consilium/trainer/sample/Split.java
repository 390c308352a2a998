package io.consilium.trainer.sample;

import io.consilium.digest.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Samples for training and for validation: all of one subject are on the same side, today and in every other run. */
public record Split(List<Sample> training, List<Sample> validation) {
    private static final int DIGITS = 8;
    private static final double RANGE = Math.pow(16, DIGITS);

    /** @param share of the subjects that go to validation, by a hash of the subject */
    public static Split of(List<Sample> samples, double share) {
        List<Sample> training = new ArrayList<>();
        List<Sample> validation = new ArrayList<>();
        for (Sample sample : samples) {
            (place(sample.subject()) < share ? validation : training).add(sample);
        }
        return new Split(List.copyOf(training), List.copyOf(validation));
    }

    /** Within 0 and 1, evenly spread. */
    private static double place(String subject) {
        String hash = Digest.of("split", subject).substring(0, DIGITS);
        return new BigInteger(hash, 16).doubleValue() / RANGE;
    }
}
