package io.consilium.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "steps, steps, 0",
        "setps, steps, 1",
        "kitten, sitting, 3",
        "learning_rat, learning_rate, 1",
        "ca, abc, 3"
    })
    void countsEditsAndSwaps(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        assertThat(Nearest.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void namesOnlyWhatIsNear() {
        List<String> known = List.of("seed", "steps", "stages");
        assertThat(Nearest.to("step", known)).contains("steps");
        assertThat(Nearest.to("tsages", known)).contains("stages");
        assertThat(Nearest.to("learning_rate", known)).isEmpty();
    }
}
