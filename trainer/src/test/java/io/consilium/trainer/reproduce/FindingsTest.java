package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.reproduce.Standing.Part;
import io.consilium.trainer.sample.Difficulty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From marks to tables, by hand: two sets of two cases, two seeds. */
class FindingsTest {
    private static final Trained TRAINED =
            new Trained(Path.of("models/5e/model"), "0123456789abcdef", "rate 1", 0.9, 60, 10, 80, 999);
    private static final Trained WORSE =
            new Trained(Path.of("models/5e/model"), "fedcba9876543210", "rate 2", 0.4, 60, 10, 80, 999);

    private static List<Mark> marks(double a, double b, double c, double d) {
        return List.of(mark("rad", "a", a), mark("rad", "b", b), mark("omni", "c", c), mark("omni", "d", d));
    }

    private static Mark mark(String set, String id, double right) {
        return new Mark(set, id, right, 1, 20);
    }

    private static Standing standing(String name, List<List<Mark>> marks) {
        List<Trained> trained = name.equals("frozen") ? List.of() : List.of(TRAINED, TRAINED);
        return new Standing(
                name, name.toUpperCase(), name.equals("frozen") ? List.of() : List.of(WORSE, TRAINED), trained, marks);
    }

    private static Findings findings() {
        return new Findings(
                StudyReader.read(StudyReader.bundled(true, List.of("seeds=2", "cases.test=2"))),
                List.of(TRAINED),
                List.of(
                        new Findings.Triage(TRAINED, 1, 0.5, 0.9, 0.5),
                        new Findings.Triage(TRAINED, 0.98, 0.7, 0.9, 0.5)),
                List.of(
                        standing("frozen", List.of(marks(1, 0, 0, 0))),
                        standing("sft", List.of(marks(1, 0, 0, 1), marks(1, 0, 0, 1))),
                        standing("c-marl", List.of(marks(1, 1, 1, 0), marks(1, 1, 1, 1)))),
                Map.of("a", Difficulty.EASY, "b", Difficulty.HARD, "c", Difficulty.HARD, "d", Difficulty.MEDIUM),
                Map.of("code", "1234567"));
    }

    @Test
    void shouldCountBySetDifficultyAndSeed() {
        Standing ours = findings().needed("c-marl");
        assertThat(ours.accuracy(Part.all()).bySeed()).containsExactly(0.75, 1.0);
        assertThat(ours.accuracy(Part.sets(List.of("omni"))).mean()).isEqualTo(0.75);
        assertThat(ours.accuracy(Part.hardness(findings().difficulty(), Difficulty.HARD))
                        .mean())
                .isEqualTo(1);
        assertThat(ours.right(Part.all())).containsExactly(1, 1, 1, 0.5);
    }

    @Test
    void shouldSummarise() {
        ObjectNode json = findings().json();
        assertThat(json.at("/summary/relative_gain_over_sft").asDouble()).isCloseTo(0.875 / 0.5 - 1, within(1e-12));
        assertThat(json.at("/summary/hard_points_over_sft").asDouble()).isEqualTo(100);
        assertThat(json.at("/summary/triage_accuracy").asDouble()).isCloseTo(0.99, within(1e-12));
        assertThat(json.at("/summary/above_frozen_on_every_set").asBoolean()).isTrue();
        assertThat(json.at("/test_cases/hard").asInt()).isEqualTo(2);
        assertThat(json.at("/methods/2/seeds/0/version").asText()).isEqualTo("0123456789abcdef");
        assertThat(json.at("/methods/2/seeds/0/checkpoint").asText()).isEqualTo("models/5e/model");
        assertThat(json.at("/methods/2/tried/0/validation").asDouble()).isEqualTo(0.4);
    }

    @Test
    void shouldSayItInTextMarkdownAndHtml() {
        assertThat(findings().text())
                .contains("+75.0 % relative", "87.5 (0.0–100.0)", "rate 2", "40.0 %", "0123456789ab", "hard (2 cases)");
        assertThat(findings().markdown()).contains("| method | rad |", "|---|", "| C-MARL | 100.0 |");
        assertThat(findings().html()).contains("<table>", "test_seed: 4200").doesNotContain("http://");
    }

    @Test
    void shouldChooseByValidationAndTheFirstOfEquals() {
        Trained equal = new Trained(Path.of("n"), "00", "rate 3", 0.9, 1, 1, 1, 1);
        assertThat(Reproduction.best(List.of(WORSE, TRAINED, equal))).isSameAs(TRAINED);
    }
}
