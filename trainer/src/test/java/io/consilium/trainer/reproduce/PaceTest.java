package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.trainer.run.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a study still takes. */
class PaceTest {
    private final SteppingClock clock = new SteppingClock();
    private final List<String> lines = new ArrayList<>();
    private final Pace pace = new Pace(3, 10, clock, lines::add);

    @Test
    void shouldTellTheTimeLeftFromWhatWasDone() {
        assertThat(pace.timeLeft()).isEmpty();
        pace.piece("found", 4, true, progress -> "there already");
        assertThat(pace.timeLeft())
                .as("what was found took no time and says nothing")
                .isEmpty();
        String made = pace.piece("made", 2, false, progress -> {
            clock.pass(Duration.ofMinutes(3));
            progress.accept("step 1/2");
            return "made";
        });
        assertThat(made).isEqualTo("made");
        assertThat(pace.timeLeft()).contains(Duration.ofMinutes(6));
        pace.piece("last", 4, false, progress -> "");
        assertThat(lines)
                .containsExactly("2 of 3  made", "2 of 3  made  step 1/2", "3 of 3  last  (all: about 6 min left)");
    }
}
