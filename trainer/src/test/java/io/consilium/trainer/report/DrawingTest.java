package io.consilium.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawingTest {
    private static SortedMap<Long, Double> points(double... values) {
        SortedMap<Long, Double> points = new TreeMap<>();
        for (double value : values) {
            points.put((long) points.size() + 1, value);
        }
        return points;
    }

    @ParameterizedTest
    @CsvSource({"0.9, 1", "1, 1", "1.1, 2", "0.03, 0.05", "6, 10", "230, 500"})
    void ticksAreRound(double atLeast, double tick) {
        assertThat(Scale.niceTick(atLeast)).isCloseTo(tick, within(1e-12));
    }

    @Test
    void anAxisEndsOnTicks() {
        Scale scale = Scale.around(0.13, 0.87, 4, 100, 0);
        assertThat(scale.ticks().stream().map(scale::label)).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
        assertThat(scale.place(0)).isEqualTo(100);
        assertThat(scale.place(1)).isCloseTo(0, within(1e-9));
        assertThat(scale.place(0.5)).isCloseTo(50, within(1e-9));
    }

    @Test
    void aSingleValueHasRoom() {
        assertThat(Scale.around(5, 5, 4, 0, 1).ticks()).contains(5.0).hasSizeGreaterThan(2);
        assertThat(Scale.around(0, 0, 4, 0, 1).place(0)).isCloseTo(0.5, within(1e-9));
        assertThat(Scale.ofSteps(0, 0, 6, 0, 1).ticks()).containsExactly(0.0, 1.0);
    }

    @Test
    void smoothsAsTensorBoard() {
        // weight 0.5: 1; (0.5*1 + 3) / 1.5; (0.25*1 + 0.5*3 + 2) / 1.75
        assertThat(Smoothing.smooth(points(1, 3, 2), 0.5).values())
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
                .containsExactly(1.0, 3.5 / 1.5, 3.75 / 1.75);
        assertThat(Smoothing.smooth(points(1, 3, 2), 0)).isEqualTo(points(1, 3, 2));
        assertThat(Smoothing.weightFor(9)).isZero();
        assertThat(Smoothing.weightFor(100)).isCloseTo(1 - 1 / 11.0, within(1e-12));
    }

    @Test
    void thinsLongRuns() {
        assertThat(Smoothing.thin(points(1, 2, 3, 4, 8), 3)).isEqualTo(Map.of(2L, 1.5, 4L, 3.5, 5L, 8.0));
        assertThat(Smoothing.thin(points(1, 2), 2)).isEqualTo(points(1, 2));
    }

    @Test
    void aBandGoesThereAndBack() {
        Chart chart = new Chart(
                "t", "", List.of(new Series("mean", points(2, 2))), List.of(points(1, 1), points(3, 3)), false);
        assertThat(ChartDrawing.svg(chart, List.of(), 2))
                .contains("<polygon class=\"band\" points=\"261.0,226.0 470.0,226.0 470.0,20.0 261.0,20.0\"/>");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.12345, 0.1235",
        "-12.3456, -12.35",
        "1234.4, 1234",
        "0.0000012, 1.2e-6",
        "15000000, 1.5e7",
        "1, 1",
        "100, 100"
    })
    void writesNumbersShortly(double value, String words) {
        assertThat(Numbers.words(value)).isEqualTo(words);
    }

    @Test
    void writesTimesShortly() {
        assertThat(Numbers.words(Duration.ofSeconds(61))).isEqualTo("1 min 01 s");
        assertThat(Numbers.words(Duration.ofSeconds(3725))).isEqualTo("1 h 02 min");
    }
}
