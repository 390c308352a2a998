package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private final SteppingClock clock = new SteppingClock();
    private final List<String> lines = new ArrayList<>();

    @Test
    void tellsSpeedAndTimeLeft() {
        Progress progress = new Progress(60, Duration.ZERO, clock, lines::add);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("reward", 1.314);
        values.put("kl", 0.004);
        progress.update("easy", 11, 800, values);
        clock.pass(Duration.ofSeconds(3));
        progress.update("easy", 12, 923, values);
        assertThat(lines)
                .containsExactly(
                        "stage easy  step 11/60  reward 1.31  kl 0.004",
                        "stage easy  step 12/60  reward 1.31  kl 0.004  41.0 completions/s  2m24s left");
    }

    @Test
    void forgetsOldSpeed() {
        Progress progress = new Progress(1000, Duration.ZERO, clock, lines::add);
        for (int step = 1; step <= 40; step++) {
            clock.pass(Duration.ofSeconds(step <= 20 ? 100 : 1));
            progress.update("", step, 0, Map.of());
        }
        assertThat(lines.get(39)).isEqualTo("step 40/1000  16m00s left");
    }

    @Test
    void saysALineInAWhileAndTheLastOne() {
        Progress progress = new Progress(10, Duration.ofSeconds(30), clock, lines::add);
        for (int step = 1; step <= 10; step++) {
            progress.update("", step, 0, Map.of());
            clock.pass(Duration.ofSeconds(10));
        }
        assertThat(lines).containsExactly("step 1/10", "step 4/10  1m00s left", "step 7/10  30s left", "step 10/10");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "0.00004, 4.0e-05",
        "0.0041, 0.004",
        "-0.5, -0.500",
        "1.314, 1.31",
        "41, 41.0",
        "12345.6, 12346",
        "NaN, –"
    })
    void writesNumbersShortly(double value, String words) {
        assertThat(Progress.number(value)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"59, 59s", "130, 2m10s", "3599, 59m59s", "11159, 3h05m"})
    void writesTimesShortly(long seconds, String words) {
        assertThat(Progress.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
