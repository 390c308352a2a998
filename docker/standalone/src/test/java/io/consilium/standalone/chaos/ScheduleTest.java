package io.consilium.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void theSameSeedMakesTheSameSchedule() {
        assertThat(Schedule.of(7, 20, 1000, ALL)).isEqualTo(Schedule.of(7, 20, 1000, ALL));
        assertThat(Schedule.of(7, 20, 1000, ALL)).isNotEqualTo(Schedule.of(8, 20, 1000, ALL));
    }

    @Test
    void everyKindComesBeforeOneComesAgain() {
        List<FaultKind> kinds = kinds(Schedule.of(3, 2 * ALL.size(), 1000, ALL));

        assertThat(kinds.subList(0, ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(kinds.subList(ALL.size(), 2 * ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void faultsComeInOrderWithinTheRun() {
        for (long seed = 0; seed < 50; seed++) {
            List<Integer> places = Schedule.of(seed, 12, 600, ALL).faults().stream()
                    .map(Fault::afterCase)
                    .toList();
            assertThat(places).isSorted().doesNotHaveDuplicates().allMatch(place -> place > 0 && place < 600);
        }
    }

    @Test
    void eachFaultHasATargetOfItsKindAndLastsAsLongAsItsKindDoes() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Schedule.of(seed, 10, 600, ALL).faults()).allSatisfy(fault -> {
                assertThat(fault.kind().targets()).contains(fault.target());
                assertThat(fault.lasts())
                        .isBetween(fault.kind().shortest(), fault.kind().longest());
            });
        }
    }

    @Test
    void whatAMachineCannotDoIsLeftOut() {
        Set<FaultKind> possible = EnumSet.complementOf(EnumSet.of(FaultKind.FILL_DISK));

        assertThat(kinds(Schedule.of(5, 30, 1000, possible))).doesNotContain(FaultKind.FILL_DISK);
    }

    private static List<FaultKind> kinds(Schedule schedule) {
        return schedule.faults().stream().map(Fault::kind).toList();
    }
}
