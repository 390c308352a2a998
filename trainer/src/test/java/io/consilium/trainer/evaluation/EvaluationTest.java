package io.consilium.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.Evaluation.Answered;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Path MODEL = Path.of("../model-workers/model/src/test/resources/golden/tiny/model");

    private static Task task(String id, String department, Optional<Difficulty> difficulty) {
        return new Task(
                id,
                Role.ATTENDING,
                ChatPrompt.of("S", List.of(), "Question " + id),
                "yes",
                List.of("yes", "no"),
                Optional.of(department),
                difficulty,
                Optional.empty());
    }

    private static Answered answered(String department, Difficulty difficulty, double reward, boolean right) {
        return new Answered(task("t", department, Optional.of(difficulty)), "", reward, reward > 0, right);
    }

    @Test
    void shouldAverageOverAllAndByDepartmentAndDifficulty() {
        Map<String, Double> metrics = Evaluation.metrics(List.of(
                answered("radiology", Difficulty.EASY, 1.5, true),
                answered("radiology", Difficulty.HARD, 0.5, false),
                answered("pathology", Difficulty.HARD, 0, false),
                answered("radiology", Difficulty.EASY, 1.5, true)));
        assertThat(metrics)
                .containsOnly(
                        Map.entry("eval/reward", 3.5 / 4),
                        Map.entry("eval/accuracy", 0.5),
                        Map.entry("eval/format", 0.75),
                        Map.entry("eval/accuracy/department/pathology", 0.0),
                        Map.entry("eval/accuracy/department/radiology", 2.0 / 3),
                        Map.entry("eval/accuracy/difficulty/easy", 1.0),
                        Map.entry("eval/accuracy/difficulty/hard", 0.0));
    }

    /** 70 tasks are more than are held at once. */
    @Test
    void shouldAnswerEveryTaskInItsOrderWithTheWeightsAsTheyAre() {
        Script.shared();
        Torch.threads(1);
        long before = Torch.owned();
        List<Task> tasks = IntStream.range(0, 70)
                .mapToObj(i -> task("t" + i, "radiology", Optional.empty()))
                .toList();
        try (TrainableModel model = TrainableModel.load(MODEL, Training.FULL, 1);
                Evaluation evaluation = new Evaluation(model, Rewards.PAPER, 3, 2)) {
            List<Answered> answers = evaluation.answer(tasks);
            assertThat(answers).extracting(Answered::task).isEqualTo(tasks);
            assertThat(answers).isEqualTo(evaluation.answer(tasks));
            assertThat(answers).allMatch(each -> each.reward() == 0 && !each.formatOk() && !each.right());
            negate(model);
            assertThat(evaluation.answer(tasks)).extracting(Answered::text).isNotEqualTo(texts(answers));
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }

    private static List<String> texts(List<Answered> answers) {
        return answers.stream().map(Answered::text).toList();
    }

    private static void negate(TrainableModel model) {
        try (Scope scope = Scope.open()) {
            Tensor norm = model.trained().get("model.language_model.norm.weight");
            float[] values = norm.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = -values[i];
            }
            Script.shared().effect("assign", norm, scope.floats(values, norm.shape()));
        }
    }
}
