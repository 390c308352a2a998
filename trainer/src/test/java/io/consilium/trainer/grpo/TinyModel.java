package io.consilium.trainer.grpo;

import io.consilium.image.Picture;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.record.Role;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference model of two layers and random weights, and tasks for it. */
final class TinyModel {
    static final Path DIRECTORY = Path.of("../model-workers/model/src/test/resources/golden/tiny/model");

    private TinyModel() {}

    /** Operations of the calling thread keep to one thread, so that a busy machine does not make them slow. */
    static TrainableModel load(int threads) {
        Torch.threads(1);
        return TrainableModel.load(DIRECTORY, Training.FULL, threads);
    }

    /** Every second one shows a picture. */
    static List<Task> tasks(int count) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] grey = new byte[3 * 56 * 56];
            Arrays.fill(grey, (byte) (40 * i));
            List<Picture> pictures = i % 2 == 0 ? List.of() : List.of(new Picture(56, 56, grey));
            tasks.add(task("task-" + i, "radiology", Difficulty.EASY, ChatPrompt.of("S", pictures, "Question " + i)));
        }
        return tasks;
    }

    static Task task(String id, String department, Difficulty difficulty, ChatPrompt prompt) {
        return new Task(
                id,
                Role.ATTENDING,
                prompt,
                "yes",
                List.of("yes", "no"),
                Optional.of(department),
                Optional.of(difficulty),
                Optional.empty());
    }

    static Map<String, float[]> weights(TrainableModel model) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        model.trained().forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
        return weights;
    }

    static Map<String, float[]> gradients(TrainableModel model) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (Map.Entry<String, Tensor> each : model.trained().entrySet()) {
                gradients.put(
                        each.getKey(),
                        each.getValue().gradient(scope).orElseThrow().toFloats());
            }
        }
        return gradients;
    }

    /** The greatest difference between two maps' values, over the greatest value of the first. */
    static double difference(Map<String, float[]> expected, Map<String, float[]> actual) {
        double worst = 0;
        double scale = 1e-9;
        for (Map.Entry<String, float[]> each : expected.entrySet()) {
            float[] other = actual.get(each.getKey());
            for (int i = 0; i < other.length; i++) {
                worst = Math.max(worst, Math.abs(each.getValue()[i] - other[i]));
                scale = Math.max(scale, Math.abs(each.getValue()[i]));
            }
        }
        return worst / scale;
    }

    /** Of all values together. */
    static double norm(Map<String, float[]> values) {
        double squares = 0;
        for (float[] each : values.values()) {
            for (float value : each) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }
}
