package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.trainer.sample.Sample;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What gold replies think. */
class ThoughtTest {
    private static Sample hearing(String... opinions) {
        TreeMap<Integer, String> seats = new TreeMap<>();
        for (String each : opinions) {
            seats.put(seats.size() + 1, each);
        }
        return new Sample(
                "a",
                "s",
                List.of(),
                "?",
                "",
                List.of("one", "two"),
                seats,
                3,
                "two",
                Optional.empty(),
                Optional.of("two small lesions"),
                Optional.empty());
    }

    @Test
    void shouldSayHowTheOpinionsStandToTheAnswer() {
        assertThat(Thought.OPINIONS.of(hearing("two", "two", "two"))).isEqualTo("the opinions agree on two");
        assertThat(Thought.OPINIONS.of(hearing("two", "one", "two"))).isEqualTo("most opinions say two");
        assertThat(Thought.OPINIONS.of(hearing("one", "one", "two"))).isEqualTo("one opinion says two");
        assertThat(Thought.OPINIONS.of(hearing("one", "one", "one"))).isEqualTo("the opinions are wrong");
        assertThat(Thought.OPINIONS.of(hearing())).isEqualTo("the opinions are wrong");
    }

    @Test
    void shouldBecomeTheSamplesReasoning() {
        assertThat(Thought.ANSWER.in(hearing()).reasoning()).contains("the answer is two");
        assertThat(Thought.NOTHING.in(hearing()).reasoning()).contains("");
        assertThat(Thought.FINDING.in(hearing()).reasoning()).contains("two small lesions");
    }
}
