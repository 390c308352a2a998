package io.consilium.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.trainer.evaluation.Group.By;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures by group, by hand. */
class ScoreboardTest {
    private static final List<Graded> GRADED = List.of(
            graded("rad", "1", "Radiologist", Difficulty.EASY, 1),
            graded("rad", "2", "Radiologist", Difficulty.HARD, 0),
            graded("rad", "3", "Surgeon", Difficulty.EASY, 1),
            graded("omni", "1", "Surgeon", Difficulty.HARD, 0));

    private static Graded graded(String set, String id, String department, Difficulty difficulty, double right) {
        return new Graded(
                set,
                id,
                Optional.of(department),
                Optional.of(difficulty),
                "left",
                Optional.of("left"),
                right,
                0.5,
                100,
                set.equals("rad") ? 20 : 40);
    }

    @Test
    void shouldCountByGroup() {
        Scoreboard board = Scoreboard.of(GRADED);
        assertThat(board.rows())
                .extracting(row -> row.group().words() + " " + row.cases())
                .containsExactly("all 4", "set rad 3", "set omni 1", "Radiologist 2", "Surgeon 2", "easy 2", "hard 2");
        Scoreboard.Row all = board.row(Group.ALL).orElseThrow();
        assertThat(all.accuracy()).isEqualTo(0.5);
        assertThat(all.interval()).isEqualTo(Interval.wilson(2, 4));
        assertThat(all.format()).isEqualTo(0.5);
        assertThat(all.promptTokens()).isEqualTo(100);
        assertThat(all.newTokens()).isEqualTo(25);
        assertThat(board.meanOfSets().orElseThrow()).isCloseTo((2 / 3.0 + 0) / 2, within(1e-12));
    }

    @Test
    void shouldNotCountOneSetTwice() {
        Scoreboard board = Scoreboard.of(GRADED.subList(0, 3));
        assertThat(board.rows()).noneMatch(row -> row.group().by() == By.SET);
        assertThat(board.meanOfSets()).isEmpty();
    }

    @Test
    void shouldComparePairsByGroup() {
        List<Graded> better = List.of(
                GRADED.get(0),
                graded("rad", "2", "Radiologist", Difficulty.HARD, 1),
                graded("rad", "3", "Surgeon", Difficulty.EASY, 0),
                graded("omni", "1", "Surgeon", Difficulty.HARD, 1));
        Comparison comparison = Comparison.of(better, GRADED, 1);
        Comparison.Row hard = comparison.row(new Group(By.DIFFICULTY, "hard")).orElseThrow();
        assertThat(hard.here()).isEqualTo(1);
        assertThat(hard.there()).isEqualTo(0);
        assertThat(hard.difference()).isEqualTo(new PairedBootstrap.Difference(1, new Interval(1, 1)));
        Comparison.Row all = comparison.row(Group.ALL).orElseThrow();
        assertThat(all.difference().mean()).isEqualTo(0.25);
        assertThat(all.onlyHere()).isEqualTo(2);
        assertThat(all.onlyThere()).isEqualTo(1);
        assertThat(all.p()).isEqualTo(1);
    }

    @Test
    void shouldCompareTheSameCasesOnly() {
        assertThatThrownBy(() -> Comparison.of(GRADED, GRADED.subList(0, 3), 1)).hasMessageContaining("the same cases");
    }
}
