package io.consilium.trainer.evaluation;

import static io.consilium.trainer.evaluation.Scripted.answer;
import static io.consilium.trainer.evaluation.TestCases.DEPARTMENTS;
import static io.consilium.trainer.evaluation.TestCases.sample;
import static io.consilium.trainer.evaluation.TestCases.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Sample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A case goes through triage, specialists and the attending physician; what goes wrong on the way counts. */
class PipelineTest {
    private static final Sample RIGHT = sample("right", "Radiologist", "left", "left", "right");
    private static final Sample ASTRAY = sample("astray", "Surgeon", "left", "right");
    private static final Sample LOST = sample("lost", "Radiologist", "left", "left");

    private final Scripted triage = new Scripted((task, draw, sampling) -> switch (task.id()) {
        case "lost" -> answer("Plumber");
        default -> answer("Radiologist");
    });
    private final Scripted specialist = new Scripted((task, draw, sampling) -> answer("left"));
    private final Scripted attending = new Scripted((task, draw, sampling) -> answer("left"));

    private final Pipeline.Course course = new Pipeline(
                    new Pipeline.Staff(triage, specialist, attending), TestCases.tasks(), DEPARTMENTS, 3, 99)
            .of(set(LOST, RIGHT, ASTRAY));

    @Test
    void shouldGiveAVerdictWhereTriageNamesADepartment() {
        assertThat(course.verdicts()).extracting(Graded::id).containsExactly("lost", "right", "astray");
        assertThat(course.verdicts()).extracting(Graded::right).containsExactly(0.0, 1.0, 1.0);
        assertThat(course.verdicts()).extracting(Graded::format).containsExactly(0.0, 1.0, 1.0);
        assertThat(course.verdicts().get(0).answer()).isEmpty();
    }

    @Test
    void shouldAskEverySeatOfTheDepartmentThatTriageNames() {
        assertThat(specialist.heard).hasSize(2).allSatisfy(question -> {
            assertThat(question.draws()).hasSize(3).doesNotHaveDuplicates().allMatch(draw -> draw.maxNewTokens() == 99);
            assertThat(question.task().department()).contains("Radiologist");
        });
        assertThat(attending.heard).hasSize(2);
    }

    @Test
    void shouldCountCasesWhereTheyBelong() {
        assertThat(course.verdicts())
                .extracting(Graded::department)
                .containsExactly(Optional.of("Radiologist"), Optional.of("Radiologist"), Optional.of("Surgeon"));
        assertThat(course.verdicts())
                .extracting(graded -> graded.difficulty().orElseThrow())
                .containsExactly(Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD);
        assertThat(course.verdicts().get(1).promptTokens())
                .as("three prompts of 10")
                .isEqualTo(30);
        assertThat(course.verdicts().get(1).newTokens()).as("1 + 3 + 1").isEqualTo(5);
    }

    @Test
    void shouldTellWhereTriageSentThem() {
        Confusion confusion = Confusion.of(course.triage(), List.of("Radiologist", "Surgeon"));
        assertThat(confusion.columns()).containsExactly("Radiologist", "Surgeon", "nowhere");
        assertThat(confusion.counts())
                .containsEntry("Radiologist", List.of(1, 0, 1))
                .containsEntry("Surgeon", List.of(1, 0, 0))
                .hasSize(2);
    }
}
