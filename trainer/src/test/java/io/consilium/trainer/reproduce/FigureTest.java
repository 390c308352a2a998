package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.trainer.evaluation.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means and their intervals, by hand. */
class FigureTest {
    @Test
    void shouldTakeStudentsIntervalOverSeeds() {
        Figure figure = Figure.of(List.of(0.7, 0.8, 0.6), 300);
        assertThat(figure.mean()).isCloseTo(0.7, within(1e-12));
        // 4.303 · 0.1 / √3
        assertThat(figure.interval().low()).isCloseTo(0.7 - 0.24843, within(1e-4));
        assertThat(figure.interval().high()).isCloseTo(0.7 + 0.24843, within(1e-4));
    }

    @Test
    void shouldStayWithinASharesBounds() {
        assertThat(Figure.of(List.of(0.9, 1.0), 10).interval().high()).isEqualTo(1);
    }

    @Test
    void shouldTakeWilsonsIntervalOverTheCasesOfOneSeed() {
        assertThat(Figure.of(List.of(0.75), 40).interval()).isEqualTo(Interval.wilson(30, 40));
    }
}
