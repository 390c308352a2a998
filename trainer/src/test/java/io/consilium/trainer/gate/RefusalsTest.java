package io.consilium.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.gate.Policy.Rules;
import io.consilium.trainer.gate.Policy.Thresholds;
import io.consilium.trainer.gate.TensorChange.Kind;
import io.consilium.trainer.sample.Difficulty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule by itself. */
class RefusalsTest {
    private static final Rules RULES = new Rules(
            List.of("model.*"),
            List.of("generation_config.json"),
            10,
            new Thresholds(0.5, 0.9, Map.of(), Map.of()),
            0.05,
            0.2);

    private static Rules rules(Map<String, Double> departments, Map<String, Double> difficulties) {
        return new Rules(List.of("*"), List.of(), 10, new Thresholds(0, 0, departments, difficulties), 1, 1);
    }

    private static TensorChange changed(String name, double norm) {
        return new TensorChange(name, Kind.CHANGED, Optional.of("a"), Optional.of("b"), norm, 0.1, norm);
    }

    /** Half of the cases are a radiologist's, half a surgeon's; all are hard. */
    private static List<Graded> graded(int cases, int right, double format) {
        List<Graded> graded = new ArrayList<>();
        IntStream.range(0, cases)
                .forEach(i -> graded.add(new Graded(
                        "demo",
                        "case-" + i,
                        Optional.of(i % 2 == 0 ? "Radiologist" : "Surgeon"),
                        Optional.of(Difficulty.HARD),
                        "yes",
                        Optional.of("yes"),
                        i < right ? 1 : 0,
                        format,
                        1,
                        1)));
        return graded;
    }

    private static Effect effect(int candidate, int champion) {
        return Effect.of(graded(100, candidate, 1), graded(100, champion, 1), 1);
    }

    @Test
    void shouldLetAnEqualCandidatePass() {
        assertThat(Refusals.of(RULES, effect(70, 70))).isEmpty();
        assertThat(Refusals.of(RULES, effect(90, 70))).isEmpty();
        assertThat(Refusals.of(RULES, new Change(2, List.of(changed("model.a", 1)), List.of("generation_config.json"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatMayNotChange() {
        List<TensorChange> many =
                IntStream.range(0, 7).mapToObj(i -> changed("visual." + i, 1)).toList();
        assertThat(Refusals.of(RULES, new Change(9, many, List.of("config.json"))))
                .containsExactly(
                        "weights changed that may not change: visual.0, visual.1, visual.2, visual.3, visual.4 and 2 more",
                        "files changed that may not change: config.json");
    }

    @Test
    void shouldTakePatternsByTheLetter() {
        assertThat(Refusals.of(RULES, new Change(1, List.of(changed("modelx", 1)), List.of())))
                .containsExactly("weights changed that may not change: modelx");
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertThat(Refusals.of(RULES, new Change(1, List.of(changed("model.a", Double.NaN)), List.of())))
                .containsExactly("weights that are not numbers everywhere: model.a");
    }

    @Test
    void shouldRefuseTheChampionItself() {
        assertThat(Refusals.of(RULES, new Change(5, List.of(), List.of())))
                .containsExactly("the candidate is the champion: nothing changed");
    }

    @Test
    void shouldRefuseWhatIsBelowAThreshold() {
        assertThat(Refusals.of(RULES, Effect.of(graded(100, 40, 0.8), graded(100, 40, 1), 1)))
                .containsExactly("accuracy 40.0 %: the policy wants 50.0 %", "format 80.0 %: the policy wants 90.0 %");
        assertThat(Refusals.of(rules(Map.of("Surgeon", 0.6), Map.of("hard", 0.55)), effect(50, 50)))
                .containsExactly(
                        "accuracy on Surgeon 50.0 %: the policy wants 60.0 %",
                        "accuracy on hard 50.0 %: the policy wants 55.0 %");
    }

    @Test
    void shouldRefuseWhatCannotBeJudged() {
        Effect few = Effect.of(graded(18, 18, 1), graded(18, 18, 1), 1);
        assertThat(Refusals.of(rules(Map.of("Pathologist", 0.1), Map.of("easy", 0.1)), few))
                .containsExactly(
                        "9 held-out cases of Radiologist: the policy wants 10 to judge a department",
                        "9 held-out cases of Surgeon: the policy wants 10 to judge a department",
                        "0 held-out cases of Pathologist: the policy wants 10 to judge a department",
                        "no held-out case is easy, about which the policy has a threshold");
    }

    /** 4 of 100 lost: the difference is -4 points, but its interval reaches below -5. */
    @Test
    void shouldRefuseWhatMayBeWorseThanTheMargin() {
        assertThat(Refusals.of(RULES, effect(66, 70)))
                .singleElement()
                .asString()
                .startsWith("accuracy may be more than 5.0 points below the champion's: -4.0 (-8.0 to ");
        assertThat(Refusals.of(RULES, effect(69, 70))).isEmpty();
    }

    @Test
    void shouldLookAtEachDepartment() {
        List<Graded> worse = new ArrayList<>(graded(100, 100, 1));
        for (int i = 1; i < 30; i += 2) {
            Graded each = worse.get(i);
            worse.set(
                    i,
                    new Graded(
                            each.set(),
                            each.id(),
                            each.department(),
                            each.difficulty(),
                            each.truth(),
                            each.answer(),
                            0,
                            1,
                            1,
                            1));
        }
        assertThat(Refusals.of(RULES, Effect.of(worse, graded(100, 100, 1), 1)))
                .hasSize(2)
                .anyMatch(reason -> reason.startsWith("accuracy on Surgeon may be more than 20.0 points below"));
    }
}
