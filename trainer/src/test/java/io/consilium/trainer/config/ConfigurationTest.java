package io.consilium.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private enum LossKind {
        GRPO,
        DR_GRPO
    }

    private record Stage(String name, long steps) {}

    private record Settings(
            Path model,
            long seed,
            double learningRate,
            LossKind loss,
            List<Double> weights,
            boolean shuffle,
            List<Stage> stages) {}

    @TempDir
    Path directory;

    private static Settings settings(Section root) {
        Path model = root.path("model");
        long seed = root.count("seed", 7, 0);
        Section grpo = root.section("grpo");
        return new Settings(
                model,
                seed,
                grpo.number("learning_rate", 1e-6, 0, 1),
                grpo.choice("loss", LossKind.GRPO),
                grpo.numbers("weights", List.of(0.5, 1.0), 0, 10),
                root.flag("shuffle", true),
                root.sections("stages").stream()
                        .map(stage -> new Stage(stage.text("name"), stage.count("steps", 20, 1)))
                        .toList());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("train.yaml"), yaml);
    }

    private Settled<Settings> settle(String yaml, String... overrides) throws IOException {
        return Configuration.read(file(yaml), List.of(overrides)).settle(ConfigurationTest::settings);
    }

    private List<String> problems(String yaml, String... overrides) {
        return catchThrowableOfType(ConfigurationException.class, () -> settle(yaml, overrides))
                .problems();
    }

    @Test
    void fillsEveryDefaultIn() throws IOException {
        Settled<Settings> settled = settle("model: m");
        assertThat(settled.settings())
                .isEqualTo(new Settings(
                        directory.resolve("m"), 7, 1e-6, LossKind.GRPO, List.of(0.5, 1.0), true, List.of()));
        assertThat(settled.effective().yaml()).isEqualTo("""
                        model: "%s"
                        seed: 7
                        grpo:
                          learning_rate: 1.0E-6
                          loss: "grpo"
                          weights:
                          - 0.5
                          - 1.0
                        shuffle: true
                        stages: []
                        """.formatted(directory.resolve("m")));
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        Settled<Settings> settled = settle("""
                model: ../models/m
                seed: 1e6
                grpo: {learning_rate: 2e-6, loss: dr-grpo, weights: [1, 2e0]}
                shuffle: false
                stages:
                  - {name: easy, steps: 5}
                  - {name: hard}
                """);
        assertThat(settled.settings())
                .isEqualTo(new Settings(
                        directory.resolveSibling("models").resolve("m"),
                        1_000_000,
                        2e-6,
                        LossKind.DR_GRPO,
                        List.of(1.0, 2.0),
                        false,
                        List.of(new Stage("easy", 5), new Stage("hard", 20))));
    }

    @Test
    void readsItsOwnYamlAsTheSameConfiguration() throws IOException {
        Settled<Settings> first = settle("{model: m, grpo: {loss: dr_grpo}, stages: [{name: 'true'}, {name: '1e-5'}]}");
        Settled<Settings> again = settle(first.effective().yaml());
        assertThat(again.settings()).isEqualTo(first.settings());
        assertThat(again.effective().hash()).isEqualTo(first.effective().hash());
        assertThat(settle("{model: m, seed: 8}").effective().hash())
                .isNotEqualTo(first.effective().hash());
    }

    @Test
    void laysOverridesOverTheFile() throws IOException {
        Settings settings = settle(
                        "{model: m, grpo: {learning_rate: 0.5}, stages: [{name: a}, {name: b}]}",
                        "grpo.learning_rate=1e-4",
                        "grpo.weights=[3]",
                        "stages[2].name=2024",
                        "model=here",
                        "seed=1",
                        "seed=2")
                .settings();
        assertThat(settings.learningRate()).isEqualTo(1e-4);
        assertThat(settings.weights()).containsExactly(3.0);
        assertThat(settings.stages()).containsExactly(new Stage("a", 20), new Stage("2024", 20));
        assertThat(settings.model()).isEqualTo(Path.of("here").toAbsolutePath());
        assertThat(settings.seed()).isEqualTo(2);
    }

    @Test
    void reportsEveryProblemTogether() {
        assertThat(problems("""
                seed: -1
                grpo: {learning_rat: 1, loss: ppo, weights: [1, x], learning_rate: fast}
                shuffle: maybe
                stages: [{name: easy, steps: 0}, easy]
                unheard: 1
                """))
                .containsExactly(
                        "model: missing",
                        "seed: -1; a whole number from 0 is wanted",
                        "grpo.learning_rate: 'fast'; a number between 0 and 1 is wanted",
                        "grpo.loss: 'ppo'; one of grpo, dr_grpo is wanted",
                        "grpo.weights: a list; a list of numbers between 0 and 10 is wanted",
                        "shuffle: 'maybe'; true or false is wanted",
                        "stages[2]: 'easy'; a section is wanted",
                        "stages[1].steps: 0; a whole number from 1 is wanted",
                        "stages[2].name: missing",
                        "unheard: unknown key; known are model, seed, grpo, shuffle, stages",
                        "learning_rat: unknown key in grpo; did you mean learning_rate?");
    }

    @Test
    void reportsOverridesThatCannotBeUsed() {
        assertThat(problems(
                        "{model: m, stages: [{name: a}]}",
                        "seed",
                        "stages[2].name=b",
                        "model.x=1",
                        "grpo..loss=grpo",
                        "sede=1"))
                .containsExactly(
                        "'seed': an override looks like grpo.learning_rate=1e-6",
                        "'stages[2].name': there is no stages[2] to set anything in",
                        "'model.x': there is no model to set anything in",
                        "'grpo..loss': '' is no key; keys look like grpo or stages[2]",
                        "sede: unknown key; did you mean seed?");
    }

    @Test
    void aValueOfTheWrongKindSaysWhatIsWanted() {
        assertThat(problems("{model: [m], grpo: 3, stages: {name: a}, seed: 1.5}"))
                .containsExactly(
                        "model: a list; a path is wanted",
                        "seed: 1.5; a whole number from 0 is wanted",
                        "grpo: 3; a section is wanted",
                        "stages: a section; a list of sections is wanted");
    }

    @Test
    void aReadersOwnObjectionIsAProblem() {
        Configuration configuration = Configuration.of(Map.of("low", 3, "high", 2), List.of());
        assertThatThrownBy(() -> configuration.settle(section -> {
                    if (section.count("low", 0, 0) > section.count("high", 0, 0)) {
                        throw new IllegalArgumentException("low is more than high");
                    }
                    return true;
                }))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the configuration has errors:\n  - low is more than high");
    }

    @Test
    void aReadersObjectionToAStandInIsNotTold() {
        Configuration configuration = Configuration.of(Map.of("name", List.of()), List.of());
        assertThatThrownBy(() -> configuration.settle(section -> {
                    if (section.text("name").isEmpty()) {
                        throw new IllegalArgumentException("a name is empty");
                    }
                    return true;
                }))
                .hasMessage("the configuration has errors:\n  - name: an empty list; a text is wanted");
    }

    @Test
    void saysWhatIsWrongWithTheFileItself() throws IOException {
        Path absent = directory.resolve("absent.yaml");
        assertThatThrownBy(() -> Configuration.read(absent, List.of())).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> settle("a: 1\na: 2"))
                .hasMessageContaining("is not YAML")
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> settle("a: [1")).hasMessageContaining("is not YAML");
        assertThat(problems("[1]")).containsExactly("the top level is a list; keys are wanted");
        assertThat(problems("")).containsExactly("model: missing");
    }

    @Test
    void namesTheKeysThatDiffer() throws IOException {
        EffectiveConfiguration before =
                settle("{model: m, stages: [{name: a}]}").effective();
        EffectiveConfiguration after = settle("{model: m, seed: 8, stages: [{name: a, steps: 21}, {name: b}]}")
                .effective();
        assertThat(before.differences(after, Set.of()))
                .containsExactly(
                        "seed: was 7, is now 8",
                        "stages[1].steps: was 20, is now 21",
                        "stages[2].name: was absent, is now \"b\"",
                        "stages[2].steps: was absent, is now 20");
        assertThat(before.differences(after, Set.of("seed", "stages.steps")))
                .containsExactly("stages[2].name: was absent, is now \"b\"");
        assertThat(before.differences(after, Set.of("seed", "stages"))).isEmpty();
    }

    @Test
    void shouldHandASectionOnAsItWasWritten() {
        Configuration written = Configuration.of(Map.of("plan", Map.of("steps", 4)), List.of("plan.rate=0.5"));
        var settled = written.settle(root -> root.tree("plan"));
        assertThat(settled.settings().toString()).isEqualTo("{\"steps\":4,\"rate\":0.5}");
        assertThat(settled.effective().tree().path("plan")).isEqualTo(settled.settings());
        assertThatThrownBy(() -> Configuration.of(Map.of("plan", 4), List.of()).settle(root -> root.tree("plan")))
                .hasMessageContaining("a section is wanted");
    }
}
