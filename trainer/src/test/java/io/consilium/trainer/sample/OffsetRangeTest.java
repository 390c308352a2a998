package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangeTest {
    @Test
    void shouldReadWhatItWrites() {
        OffsetRange range = OffsetRange.parse("1:0-7, 0:5-12");
        assertThat(range.partitions().get(0)).isEqualTo(new OffsetRange.Span(5, 12));
        assertThat(range).hasToString("0:5-12,1:0-7");
        assertThat(OffsetRange.parse(range.toString())).isEqualTo(range);
        assertThat(range.options()).isEqualTo("--from 0:5,1:0 --to 0:12,1:7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:1", "0:1-", "a:1-2", "0:1-2;1:2-3", "0:-1-2"})
    void shouldRefuseWhatIsNoRange(String text) {
        assertThatThrownBy(() -> OffsetRange.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not PARTITION:FROM-TO");
    }

    @Test
    void shouldRefuseAnEmptyOneAndOneThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> OffsetRange.parse("0:5-5,1:0-0")).hasMessageContaining("nothing lies in it");
        assertThatThrownBy(() -> OffsetRange.parse("0:5-4")).hasMessageContaining("from 5 to 4, which lies before it");
    }

    @Test
    void shouldTakeABoundAsPeopleNameIt() {
        assertThat(RangeBound.parse("--from", "earliest")).isEqualTo(new RangeBound.Earliest());
        assertThat(RangeBound.parse("--to", "latest")).isEqualTo(new RangeBound.Latest());
        assertThat(RangeBound.parse("--to", "2026-11-01T00:00:00Z"))
                .isEqualTo(new RangeBound.At(Instant.parse("2026-11-01T00:00:00Z")));
        assertThat(RangeBound.parse("--to", "0:5,1:7")).isEqualTo(new RangeBound.Offsets(Map.of(0, 5L, 1, 7L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "5", "0:5,1", "2026-11-01"})
    void shouldRefuseWhatIsNoBound(String text) {
        assertThatThrownBy(() -> RangeBound.parse("--from", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("--from is earliest, latest, a time", "not " + text);
    }
}
