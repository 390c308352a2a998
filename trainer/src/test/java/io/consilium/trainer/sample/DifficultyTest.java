package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifficultyTest {
    @Test
    void shouldSayHowManyOpinionsAreRight() {
        assertThat(Difficulty.of(3, 3)).isEqualTo(Difficulty.EASY);
        assertThat(Difficulty.of(2, 3)).isEqualTo(Difficulty.MEDIUM);
        assertThat(Difficulty.of(1, 3)).isEqualTo(Difficulty.MEDIUM);
        assertThat(Difficulty.of(0, 3)).isEqualTo(Difficulty.HARD);
        assertThat(Difficulty.of(1, 1)).isEqualTo(Difficulty.EASY);
    }

    @Test
    void shouldCompareOpinionsAsAnswersAreCompared() {
        assertThat(Samples.of("a")
                        .opinion("Yes.")
                        .opinion("A")
                        .opinion("A) yes")
                        .sample()
                        .difficulty())
                .contains(Difficulty.EASY);
        assertThat(Samples.of("a")
                        .opinion("yes")
                        .opinion("B")
                        .opinion("no")
                        .sample()
                        .difficulty())
                .contains(Difficulty.MEDIUM);
        assertThat(Samples.of("a").opinion("no").opinion("maybe").sample().difficulty())
                .contains(Difficulty.HARD);
        assertThat(Samples.of("a")
                        .open("Left lung")
                        .opinion("left lung.")
                        .sample()
                        .difficulty())
                .contains(Difficulty.EASY);
    }

    @Test
    void shouldCountASeatThatGaveNoAnswer() {
        assertThat(Samples.of("a").opinion("yes").opinion("").sample().difficulty())
                .contains(Difficulty.MEDIUM);
        assertThat(Samples.of("a").opinion("").opinion("").sample().difficulty())
                .contains(Difficulty.HARD);
    }

    @Test
    void shouldBeUnknownWhereNobodyWasAsked() {
        assertThat(Samples.of("a").sample().difficulty()).isEmpty();
    }

    @Test
    void shouldHaveAWordForFiles() {
        assertThat(Difficulty.MEDIUM.word()).isEqualTo("medium");
    }
}
