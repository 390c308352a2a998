package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.model.tensor.Torch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tiny checkpoint against outputs of Transformers 4.57.6. */
class ParityTest {
    private static Verify.Report report;

    @BeforeAll
    static void verify() {
        report = Verify.run(Golden.MODEL, Golden.REFERENCE);
    }

    @TestFactory
    Stream<DynamicTest> everyReferenceHolds() {
        return report.checks().stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.name(),
                        () -> assertThat(check.worst()).as(check.name()).isLessThanOrEqualTo(check.tolerance())));
    }

    @Test
    void shouldCompareEveryKindOfOutput() {
        List<String> names = report.checks().stream().map(Verify.Check::name).toList();
        assertThat(names).hasSize(4 * 3 + 5 * 7).contains("case.padded_batch.greedy", "image.wide.png.embeds");
        assertThat(report.passed()).isTrue();
    }

    @Test
    void shouldLeaveNoNativeMemory() {
        long before = Torch.owned();
        Verify.run(Golden.MODEL, Golden.REFERENCE);
        assertThat(Torch.owned()).isEqualTo(before);
    }
}
