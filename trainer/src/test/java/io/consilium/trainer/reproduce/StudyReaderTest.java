package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.reproduce.Study.Arm;
import io.consilium.trainer.reproduce.Study.Setting;
import io.consilium.trainer.training.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled studies are fair, and what cannot be studied is said. */
class StudyReaderTest {
    private static Study read(boolean quick, String... overrides) {
        return StudyReader.read(StudyReader.bundled(quick, List.of(overrides)));
    }

    private static Arm arm(Study study, String name) {
        return study.arms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldEveryMethodAndAblation(boolean quick) {
        assertThat(read(quick).arms())
                .extracting(Arm::name)
                .contains(
                        "frozen",
                        "sft",
                        "rft",
                        "grpo",
                        "c-marl",
                        "no-triage",
                        "no-specialists",
                        "easy",
                        "easy-medium",
                        "reversed");
    }

    @Test
    void shouldLetAllMethodsTryEquallyManySettingsAndSampleEquallyMuch() {
        Study study = read(false);
        assertThat(study.arms().stream()
                        .filter(each -> each.trained() && !each.name().equals("sft-findings")))
                .allSatisfy(each -> assertThat(each.settings())
                        .hasSameSizeAs(arm(study, "c-marl").settings()));
        double grpo = replies(study, "grpo");
        assertThat(study.arms().stream()
                        .filter(each -> each.trained() && !each.name().startsWith("sft")))
                .allSatisfy(
                        each -> assertThat(replies(study, each.name()) / grpo).isBetween(0.95, 1.05));
    }

    private static double replies(Study study, String arm) {
        double prompts = CaseBook.IN_DOMAIN.size()
                * study.cases().training()
                * (1 - study.cases().validation());
        Setting setting = arm(study, arm).settings().get(0);
        return Plans.settle(setting, Map.of("model", ".", "samples", ".")).settings().stages().stream()
                .mapToDouble(stage -> stage.method() == Method.RFT
                        ? prompts * stage.sft().attempts()
                        : stage.steps() * stage.grpo().prompts() * stage.grpo().group())
                .sum();
    }

    @Test
    void shouldTakeAnArmLikeAnotherButForWhatItSays() {
        Study study = read(true);
        Arm fixed = arm(study, "no-triage");
        assertThat(fixed.hearing()).isEqualTo(Study.Hearing.FIXED);
        assertThat(fixed.settings().get(0).plan().path("stages"))
                .isEqualTo(arm(study, "c-marl").settings().get(0).plan().path("stages"));
        assertThat(fixed.chooser()).isEqualTo("c-marl");
        assertThat(arm(study, "easy").settings().get(0).plan().path("stages")).hasSize(1);
        assertThat(arm(study, "easy").settings().get(0).words())
                .isEqualTo(arm(study, "c-marl").settings().get(0).words());
    }

    @Test
    void shouldSayAllThatIsWrong() {
        assertThatThrownBy(() -> read(true, "seeds=11", "cases.training_seed=3995", "cases.test_seed=3", "vote=2"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("seeds: 11")
                .hasMessageContaining("cases.training_seed")
                .hasMessageContaining("cases.test_seed")
                .hasMessageContaining("did you mean votes?");
        assertThatThrownBy(() -> StudyReader.read(
                        Configuration.of(Map.of("arms", List.of(Map.of("name", "sft", "like", "nobody"))), List.of())))
                .hasMessageContaining("there is no 'frozen'")
                .hasMessageContaining("no arm 'nobody'");
    }

    @Test
    void shouldSayWhatIsWrongWithAPlanBeforeAnythingBegins() {
        assertThatThrownBy(() -> read(true, "arms[2].plan.learning_rat=1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sft")
                .hasMessageContaining("did you mean learning_rate?");
    }
}
