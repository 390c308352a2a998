package io.consilium.standalone.learn;

import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the service learnt, and what it brought.
 *
 * @param range that was learnt from, with its {@code samples}
 * @param promoted versions by doctor; a candidate that the gate refused has none
 * @param after the same pictures as {@code before}
 */
record Learning(
        Exam before,
        SampleRange range,
        List<Sample> samples,
        String dataHash,
        List<Candidate> candidates,
        Map<String, String> promoted,
        Swap swap,
        Exam after,
        Duration took) {}
