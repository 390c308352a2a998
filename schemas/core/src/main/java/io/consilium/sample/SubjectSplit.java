package io.consilium.sample;

import io.consilium.digest.Digest;
import io.consilium.record.SampleSplit;
import java.math.BigInteger;

/**
 * What a subject's samples may be used for: a function of the subject alone, so that nobody is in two splits and nobody
 * ever changes sides. Pure.
 */
public final class SubjectSplit {
    /** Of the subjects; the lowest places. */
    public static final double VALIDATION = 0.1;

    /** Of the subjects; the highest places. Locked: no run learns from them or decides by them. */
    public static final double HELD_OUT = 0.1;

    private static final int DIGITS = 8;
    private static final double RANGE = Math.pow(16, DIGITS);

    private SubjectSplit() {}

    public static SampleSplit of(String subject) {
        double place = place(subject);
        if (place < VALIDATION) {
            return SampleSplit.VALIDATION;
        }
        return place < 1 - HELD_OUT ? SampleSplit.TRAINING : SampleSplit.HELD_OUT;
    }

    /** From 0 to below 1, evenly spread. */
    public static double place(String subject) {
        String hash = Digest.of("split", subject).substring(0, DIGITS);
        return new BigInteger(hash, 16).doubleValue() / RANGE;
    }
}
