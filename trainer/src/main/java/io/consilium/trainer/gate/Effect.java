package io.consilium.trainer.gate;

import io.consilium.trainer.evaluation.Comparison;
import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.evaluation.Scoreboard;
import java.util.List;

/** What candidate and champion answered on the held-out cases, and how they differ. */
public record Effect(Scoreboard candidate, Scoreboard champion, Comparison comparison) {

    static Effect of(List<Graded> candidate, List<Graded> champion, long seed) {
        return new Effect(Scoreboard.of(candidate), Scoreboard.of(champion), Comparison.of(candidate, champion, seed));
    }
}
