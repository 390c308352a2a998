package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final List<Integer> ALL = IntStream.range(0, 10).boxed().toList();

    private static List<Integer> steps(long seed, int size, int steps) {
        List<Integer> taken = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            taken.addAll(Order.batch(ALL, seed, step, size));
        }
        return taken;
    }

    /** 15 steps of 4 are 6 epochs of 10: the third, sixth, … batch reach into the next one. */
    @Test
    void shouldTakeEachThingOnceAnEpochAcrossBatches() {
        List<Integer> taken = steps(7, 4, 15);
        for (int epoch = 0; epoch < 6; epoch++) {
            assertThat(taken.subList(10 * epoch, 10 * epoch + 10)).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void shouldOrderEveryEpochAndSeedAnew() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 5; epoch++) {
            orders.add(Order.batch(ALL, 7, epoch, 10));
        }
        orders.add(Order.batch(ALL, 8, 0, 10));
        assertThat(orders).hasSize(6).doesNotContain(ALL);
    }

    @Test
    void shouldDependOnSeedAndStepAlone() {
        assertThat(Order.batch(ALL, 7, 9, 4)).isEqualTo(steps(7, 4, 10).subList(36, 40));
        assertThat(steps(7, 4, 10)).isEqualTo(steps(7, 4, 10));
    }

    @Test
    void shouldReachOverSeveralEpochsWhereABatchIsLargerThanOne() {
        List<Integer> batch = Order.batch(ALL, 7, 0, 25);
        assertThat(batch).hasSize(25);
        assertThat(batch.subList(0, 10)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(batch.subList(10, 20)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(batch.subList(20, 25)).doesNotHaveDuplicates();
    }

    @Test
    void shouldMixBothNumbersIntoASeed() {
        Set<Long> seeds = new HashSet<>();
        for (long one = 0; one < 30; one++) {
            for (long other = 0; other < 30; other++) {
                seeds.add(Order.mix(one, other));
            }
        }
        assertThat(seeds).hasSize(900);
    }
}
