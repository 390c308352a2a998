package io.consilium.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.trainer.optimise.Schedule.Shape;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final double EXACT = 1e-15;

    @Test
    void shouldWarmUpInEqualSteps() {
        Schedule schedule = new Schedule(0.4, 4, Shape.CONSTANT, 0);
        assertThat(new double[] {schedule.rate(0, 10), schedule.rate(1, 10), schedule.rate(2, 10), schedule.rate(3, 10)
                })
                .containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(EXACT));
    }

    @Test
    void shouldStayConstantAfterWarmingUp() {
        Schedule schedule = new Schedule(0.4, 4, Shape.CONSTANT, 0.1);
        assertThat(schedule.rate(4, 10)).isEqualTo(0.4);
        assertThat(schedule.rate(9, 10)).isEqualTo(0.4);
        assertThat(new Schedule(0.4, 0, Shape.CONSTANT, 0).rate(0, 10)).isEqualTo(0.4);
    }

    /** Half a cosine over 8 steps after 2: cos(π/4) = 0.7071… after two of them, 0 half-way, -1 at the end. */
    @Test
    void shouldGoDownToTheFloorByHalfACosine() {
        Schedule schedule = new Schedule(1, 2, Shape.COSINE, 0.1);
        assertThat(schedule.rate(2, 10)).isCloseTo(1, within(EXACT));
        assertThat(schedule.rate(4, 10)).isCloseTo(0.1 + 0.9 * 0.5 * (1 + 0.7071067811865476), within(EXACT));
        assertThat(schedule.rate(6, 10)).isCloseTo(0.55, within(EXACT));
        assertThat(schedule.rate(10, 10)).isCloseTo(0.1, within(EXACT));
        assertThat(schedule.rate(1_000, 10)).isCloseTo(0.1, within(EXACT));
    }

    @Test
    void shouldStayAtThePeakWhenThereIsNothingAfterTheWarmUp() {
        assertThat(new Schedule(2, 5, Shape.COSINE, 0).rate(5, 5)).isEqualTo(2);
    }
}
