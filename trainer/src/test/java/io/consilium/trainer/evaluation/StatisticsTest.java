package io.consilium.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals and tests against published values, and against sums by hand. */
class StatisticsTest {
    /** Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void shouldGiveWilsonsIntervalAsPublished(int right, int cases, double low, double high) {
        Interval interval = Interval.wilson(right, cases);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void shouldGiveTheSameIntervalSeenFromTheOtherSide() {
        Interval right = Interval.wilson(7, 9);
        Interval wrong = Interval.wilson(2, 9);
        assertThat(right.low()).isCloseTo(1 - wrong.high(), within(1e-12));
        assertThat(right.high()).isCloseTo(1 - wrong.low(), within(1e-12));
    }

    /** Newcombe 1998, table II, method 10. */
    @ParameterizedTest
    @CsvSource({"56, 70, 48, 80, 0.0524, 0.3339", "9, 10, 3, 10, 0.1705, 0.8090", "5, 56, 0, 29, -0.0381, 0.1926"})
    void shouldGiveTheDifferencesIntervalAsPublished(
            int first, int ofFirst, int second, int ofSecond, double low, double high) {
        Interval interval = Interval.difference(first, ofFirst, second, ofSecond);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void shouldRefuseAShareOfNothing() {
        assertThatThrownBy(() -> Interval.wilson(0, 0)).hasMessageContaining("0.0 successes of 0 trials");
        assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessageContaining("3.0 successes of 2 trials");
    }

    /** The mean of three draws from 1, 0, 0 is k/3 with k binomial(3, 1/3): 8, 12, 6 and 1 of 27. */
    @Test
    void shouldResampleByTheExactDistribution() {
        double[] means = PairedBootstrap.resampled(new double[] {1, 0, 0}, 5, 200_000);
        double[] exact = {8 / 27.0, 12 / 27.0, 6 / 27.0, 1 / 27.0};
        for (int k = 0; k <= 3; k++) {
            double mean = k / 3.0;
            double share = Arrays.stream(means)
                            .filter(each -> Math.abs(each - mean) < 1e-9)
                            .count()
                    / 200_000.0;
            assertThat(share).isCloseTo(exact[k], within(0.004));
        }
        assertThat(means).isSorted();
    }

    /** Two cases of difference 1 and 0: a quarter of the resamples is 0, a quarter is 1, so both ends are reached. */
    @Test
    void shouldGiveTheDifferenceOfPairsWithItsInterval() {
        PairedBootstrap.Difference difference = PairedBootstrap.difference(new double[] {1, 1}, new double[] {0, 1}, 3);
        assertThat(difference).isEqualTo(new PairedBootstrap.Difference(0.5, new Interval(0, 1)));
    }

    /** For many pairs the interval is the normal one: mean ± 1.96 standard deviations / √n. */
    @Test
    void shouldComeNearTheNormalIntervalForManyPairs() {
        double[] here =
                IntStream.range(0, 400).mapToDouble(i -> i % 4 == 0 ? 1 : 0).toArray();
        PairedBootstrap.Difference difference = PairedBootstrap.difference(here, new double[400], 11);
        double half = 1.96 * Math.sqrt(0.25 * 0.75 / 400);
        assertThat(difference.mean()).isEqualTo(0.25);
        assertThat(difference.interval().low()).isCloseTo(0.25 - half, within(0.004));
        assertThat(difference.interval().high()).isCloseTo(0.25 + half, within(0.004));
    }

    @Test
    void shouldRepeatItselfForTheSameSeedOnly() {
        double[] here = IntStream.range(0, 101).mapToDouble(i -> i % 3).toArray();
        double[] there = IntStream.range(0, 101).mapToDouble(i -> i % 7).toArray();
        assertThat(PairedBootstrap.difference(here, there, 1)).isEqualTo(PairedBootstrap.difference(here, there, 1));
        assertThat(PairedBootstrap.resampled(here, 1, 50)).isNotEqualTo(PairedBootstrap.resampled(here, 2, 50));
    }

    @Test
    void shouldFindNoDifferenceBetweenTheSame() {
        double[] same = {1, 0, 1, 1};
        assertThat(PairedBootstrap.difference(same, same, 9))
                .isEqualTo(new PairedBootstrap.Difference(0, new Interval(0, 0)));
    }

    @Test
    void shouldRefuseUnequalPairs() {
        assertThatThrownBy(() -> PairedBootstrap.difference(new double[1], new double[2], 1))
                .hasMessageContaining("1 and 2 values");
    }

    /** 2 (1 + 10 + 45) / 1024 for 2 against 8; 2 / 32 for 0 against 5. */
    @Test
    void shouldTossCoinsForWhatOnlyOneHasRight() {
        assertThat(McNemar.p(2, 8)).isCloseTo(0.109375, within(1e-12));
        assertThat(McNemar.p(8, 2)).isCloseTo(0.109375, within(1e-12));
        assertThat(McNemar.p(0, 5)).isCloseTo(0.0625, within(1e-12));
        assertThat(McNemar.p(4, 4)).isEqualTo(1);
        assertThat(McNemar.p(0, 0)).isEqualTo(1);
    }
}
