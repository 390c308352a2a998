package io.consilium.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.record.SampleSplit;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectSplitTest {
    /** SHA-256 of "split\0subject-1\0" begins with bd947464, by another program; a change would move subjects. */
    @Test
    void shouldNeverChangeSides() {
        assertThat(SubjectSplit.place("subject-1")).isCloseTo(0.740546488203, within(1e-9));
        assertThat(SubjectSplit.place("subject-2")).isCloseTo(0.179193698335, within(1e-9));
        assertThat(SubjectSplit.of("subject-15")).isEqualTo(SampleSplit.VALIDATION);
        assertThat(SubjectSplit.of("subject-1")).isEqualTo(SampleSplit.TRAINING);
        assertThat(SubjectSplit.of("subject-12")).isEqualTo(SampleSplit.HELD_OUT);
    }

    /** A share of 0.1 of 10,000 has a deviation of 0.003. */
    @Test
    void shouldGiveEachSplitItsShare() {
        Map<SampleSplit, Integer> counts = new EnumMap<>(SampleSplit.class);
        for (int i = 0; i < 10_000; i++) {
            counts.merge(SubjectSplit.of("patient-" + i), 1, Integer::sum);
        }
        assertThat(counts.get(SampleSplit.VALIDATION) / 10_000.0).isCloseTo(0.1, within(0.012));
        assertThat(counts.get(SampleSplit.HELD_OUT) / 10_000.0).isCloseTo(0.1, within(0.012));
    }
}
