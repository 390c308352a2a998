package io.consilium.trainer.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.DepartmentsFile;
import io.consilium.problem.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is right about a phantom, and what is asked about it. */
class PhantomTest {
    private static final Truth CLEAR = Truth.none(Kind.RADIOLOGIST);
    private static final Truth TWO = new Truth(Kind.RADIOLOGIST, 2, Size.SMALL, Side.LEFT);

    @Test
    void shouldHaveAKindForEachDepartmentOfTheCatalogue() {
        assertThat(List.of(Kind.values()).stream().map(Kind::department))
                .isEqualTo(DepartmentsFile.bundled().names());
        assertThat(Kind.of("Surgeon")).isEqualTo(Kind.SURGEON);
        assertThatThrownBy(() -> Kind.of("Dentist"))
                .hasMessageContaining("'Dentist'")
                .hasMessageContaining("Surgeon");
    }

    @Test
    void shouldDiagnoseByNumberAndSize() {
        assertThat(CLEAR.label()).isEqualTo("clear lungs");
        assertThat(label(1, Size.SMALL)).isEqualTo("solitary lesion");
        assertThat(label(2, Size.SMALL)).isEqualTo("solitary lesion");
        assertThat(label(3, Size.SMALL)).isEqualTo("multiple lesions");
        assertThat(label(4, Size.SMALL)).isEqualTo("multiple lesions");
        assertThat(label(1, Size.LARGE)).isEqualTo("mass");
        assertThat(label(4, Size.LARGE)).isEqualTo("mass");
    }

    @Test
    void shouldSayTheFinding() {
        assertThat(CLEAR.finding()).isEqualTo("no nodule");
        assertThat(TWO.finding()).isEqualTo("two small nodule on the left");
        assertThat(Truth.all(Kind.SURGEON)).hasSize(17).doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseAFindingThatCannotBe() {
        assertThatThrownBy(() -> new Truth(Kind.SURGEON, 0, Size.SMALL, Side.LEFT))
                .hasMessageContaining("0 lesions");
        assertThatThrownBy(() -> new Truth(Kind.SURGEON, 1, Size.NONE, Side.LEFT))
                .hasMessageContaining("1 lesions");
        assertThatThrownBy(() -> new Truth(Kind.SURGEON, 5, Size.LARGE, Side.LEFT))
                .hasMessageContaining("5 lesions");
    }

    @Test
    void shouldAskAboutLesions() {
        assertThat(Question.PRESENCE.about(TWO))
                .contains(asked("Is there a nodule in this chest radiograph?", "yes", "yes", "no"));
        assertThat(Question.COUNT.about(TWO))
                .contains(asked(
                        "How many nodule sites does this chest radiograph show?",
                        "two",
                        "none",
                        "one",
                        "two",
                        "three",
                        "four"));
        assertThat(Question.SIZE.about(TWO))
                .contains(asked("Is the nodule in this chest radiograph small or large?", "small", "small", "large"));
        assertThat(Question.SIDE.about(TWO))
                .contains(asked("On which side of this chest radiograph is the nodule?", "left", "left", "right"));
        assertThat(Question.DIAGNOSIS.about(TWO))
                .contains(asked(
                        "What is the diagnosis from this chest radiograph?",
                        "solitary lesion",
                        "clear lungs",
                        "solitary lesion",
                        "multiple lesions",
                        "mass"));
    }

    @Test
    void shouldNotAskForSizeOrSideOfNothing() {
        assertThat(Question.SIZE.about(CLEAR)).isEqualTo(Optional.empty());
        assertThat(Question.SIDE.about(CLEAR)).isEqualTo(Optional.empty());
        assertThat(Question.allAbout(CLEAR)).extracting(Asked::answer).containsExactly("no", "none", "clear lungs");
        assertThat(Question.allAbout(TWO)).hasSize(5);
    }

    @Test
    void shouldKeepEvaluationSeedsOutOfTraining() {
        assertThat(PhantomSeeds.forTraining(3999)).isEqualTo(3999);
        assertThatThrownBy(() -> PhantomSeeds.forTraining(4000))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("seed 4000")
                .hasMessageContaining("evaluation");
    }

    @Test
    void shouldDeriveSeedsThatDifferInEveryPart() {
        assertThat(List.of(
                        PhantomSeeds.derive("phantom", 1L, 11),
                        PhantomSeeds.derive("phantom", 11L, 1),
                        PhantomSeeds.derive("opinion", 1L, 11),
                        PhantomSeeds.derive("phantom", 1L, 12)))
                .doesNotHaveDuplicates();
    }

    private static String label(int count, Size size) {
        return new Truth(Kind.RADIOLOGIST, count, size, Side.LEFT).label();
    }

    private static Asked asked(String text, String answer, String... options) {
        return new Asked(text, List.of(options), answer);
    }
}
