package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Gradients of every weight, the vision tower's too, against Transformers: cross entropy of case one_image's continuation. */
class GradientTest {
    private static final Training RECOMPUTED = new Training(Optional.empty(), false, false, true);

    @Test
    void shouldGiveTransformersGradients() {
        long before = owned();
        checkAgainstTransformers(Training.FULL);
        assertThat(Torch.owned()).isEqualTo(before);
    }

    @Test
    void shouldGiveTheSameGradientsWhenLayersAreComputedAgain() {
        long before = owned();
        checkAgainstTransformers(RECOMPUTED);
        assertThat(Torch.owned()).isEqualTo(before);
    }

    /** Without what is loaded once for the life of the JVM. */
    private static long owned() {
        Script.shared();
        return Torch.owned();
    }

    private static void checkAgainstTransformers(Training training) {
        SafetensorsFile expected = SafetensorsFile.open(Golden.REFERENCE.resolve("gradients.safetensors"));
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, training, 1);
                Scope scope = Scope.open()) {
            long[] reply = Reference.open(scope, Golden.REFERENCE).longs("case.one_image.greedy");
            EncodedPrompt prompt = prompt(model, 0);
            double loss = learn(model, List.of(group(model, prompt, reply)), 1f / reply.length);
            assertThat(loss).isCloseTo(expected.view(scope, "loss").toFloats()[0], within(1e-5));
            SoftAssertions softly = new SoftAssertions();
            gradients(model).forEach((name, gradient) -> softly.assertThat(
                            difference(expected.view(scope, "grad." + name).toFloats(), gradient))
                    .as(name)
                    .isLessThan(1e-4));
            softly.assertAll();
        }
    }

    @Test
    void shouldComputeAPromptOnceForAllItsReplies() {
        try (TrainableModel together = TrainableModel.load(Golden.MODEL, Training.FULL, 1);
                TrainableModel apart = TrainableModel.load(Golden.MODEL, Training.FULL, 1)) {
            long[][] replies = {{5, 9, 2, 40, 7}, {11, 3}, {8}, {1, 2, 3, 4, 5, 6, 7}};
            EncodedPrompt one = prompt(together, 0);
            EncodedPrompt other = prompt(together, 1);
            double all = learn(
                    together,
                    List.of(
                            group(together, one, replies[0], replies[1]),
                            group(together, other, replies[2], replies[3])),
                    1);
            double sum = 0;
            for (int i = 0; i < replies.length; i++) {
                sum += learn(apart, List.of(group(apart, i < 2 ? one : other, replies[i])), 1);
            }
            assertThat(all).isCloseTo(sum, within(1e-3));
            Map<String, float[]> expected = gradients(apart);
            SoftAssertions softly = new SoftAssertions();
            gradients(together).forEach((name, gradient) -> softly.assertThat(difference(expected.get(name), gradient))
                    .as(name)
                    .isLessThan(1e-4));
            softly.assertAll();
        }
    }

    @Test
    void shouldAddUpGradientsOfBatchesThatAreComputedSideBySide() {
        try (TrainableModel one = TrainableModel.load(Golden.MODEL, RECOMPUTED, 1);
                TrainableModel two = TrainableModel.load(Golden.MODEL, RECOMPUTED, 2)) {
            assertThat(two.lanes()).isEqualTo(2);
            long[][] replies = {{5, 9, 2, 40, 7}, {11, 3}, {8, 1}};
            for (TrainableModel model : List.of(one, two)) {
                learn(
                        model,
                        1,
                        new ReplyBatch(List.of(group(model, prompt(model, 0), replies[0]))),
                        new ReplyBatch(List.of(group(model, prompt(model, 1), replies[1]))),
                        new ReplyBatch(List.of(group(model, prompt(model, 3), replies[2]))));
            }
            Map<String, float[]> expected = gradients(one);
            gradients(two).forEach((name, gradient) -> assertThat(difference(expected.get(name), gradient))
                    .as(name)
                    .isLessThan(1e-5));
        }
    }

    @Test
    void shouldComeCloseInBfloat16() {
        try (TrainableModel exact = TrainableModel.load(Golden.MODEL, Training.FULL, 1);
                TrainableModel rough =
                        TrainableModel.load(Golden.MODEL, new Training(Optional.empty(), false, true, true), 1)) {
            long[] reply = {5, 9, 2, 40, 7};
            double expected = learn(exact, List.of(group(exact, prompt(exact, 0), reply)), 1);
            double actual = learn(rough, List.of(group(rough, prompt(rough, 0), reply)), 1);
            assertThat(actual).isCloseTo(expected, within(0.05 * expected));
            Map<String, float[]> gradients = gradients(exact);
            gradients(rough).forEach((name, gradient) -> assertThat(cosine(gradients.get(name), gradient))
                    .as(name)
                    .isGreaterThan(0.9));
        }
    }

    /** The gradient of an adapter's up matrix is scale · dW · downᵀ; down's is zero as long as up is. */
    @Test
    void shouldTrainAdaptersOnly() {
        Training.Adapters adapters = new Training.Adapters(4, 8, List.of("q_proj", "down_proj"));
        try (TrainableModel full = TrainableModel.load(Golden.MODEL, Training.FULL, 1);
                TrainableModel low =
                        TrainableModel.load(Golden.MODEL, new Training(Optional.of(adapters), true, false, true), 1)) {
            long[] reply = {5, 9, 2, 40, 7};
            assertThat(learn(low, List.of(group(low, prompt(low, 0), reply)), 1))
                    .isCloseTo(learn(full, List.of(group(full, prompt(full, 0), reply)), 1), within(1e-4));
            Map<String, float[]> weights = gradients(full);
            Map<String, float[]> actual = gradients(low);
            assertThat(actual)
                    .hasSize(2 * 2 * full.speaker().network().config().text().layers());
            low.trained().forEach((name, tensor) -> {
                if (name.endsWith(".up")) {
                    String weight = name.substring(0, name.length() - ".up".length());
                    float[] down = low.trained().get(weight + ".down").toFloats();
                    float[] expected = timesTransposed(weights.get(weight), down, adapters.rank());
                    assertThat(difference(expected, actual.get(name))).as(name).isLessThan(1e-4);
                } else {
                    assertThat(actual.get(name)).as(name).containsOnly(0);
                }
            });
        }
    }

    /** 2 · w [out, in] · downᵀ [in, rank]. */
    private static float[] timesTransposed(float[] w, float[] down, int rank) {
        int in = down.length / rank;
        float[] result = new float[w.length / in * rank];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int j = 0; j < in; j++) {
                sum += (double) w[i / rank * in + j] * down[i % rank * in + j];
            }
            result[i] = (float) (2 * sum);
        }
        return result;
    }

    private static EncodedPrompt prompt(TrainableModel model, int index) {
        try (Scope scope = Scope.open()) {
            return model.encode(Reference.open(scope, Golden.REFERENCE)
                    .cases()
                    .get(index)
                    .prompts(Golden.pictures())
                    .get(0));
        }
    }

    private static ReplyGroup group(TrainableModel model, EncodedPrompt prompt, long[]... replies) {
        return model.groupOfTokens(
                prompt,
                Arrays.stream(replies)
                        .map(reply -> Arrays.stream(reply)
                                .mapToInt(token -> (int) token)
                                .toArray())
                        .toList());
    }

    /** Adds the gradients of weight · Σ -log p over all reply tokens, and returns that loss. */
    private static double learn(TrainableModel model, List<ReplyGroup> groups, float weight) {
        return learn(model, weight, new ReplyBatch(groups));
    }

    private static double learn(TrainableModel model, float weight, ReplyBatch... batches) {
        return model.learn(List.of(batches), (index, pass) -> learn(model, weight, batches[index], pass)).stream()
                .mapToDouble(loss -> loss)
                .sum();
    }

    private static double learn(TrainableModel model, float weight, ReplyBatch batch, ReplyPass pass) {
        float[] weights = batch.mask();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= -weight;
        }
        Script script = Script.load(pass.scope(), GradientTest.class, "chosen.py");
        Tensor targets = pass.scope().longs(batch.targets(), batch.rows(), batch.width());
        Tensor logps = script.tensor(pass.scope(), "chosen_logps", pass.logits(), targets);
        Tensor loss = script.tensor(
                pass.scope(), "weighted_sum", logps, pass.scope().floats(weights, batch.rows(), batch.width()));
        pass.backward(loss);
        return loss.toFloats()[0];
    }

    private static Map<String, float[]> gradients(TrainableModel model) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            model.trained()
                    .forEach((name, tensor) -> gradients.put(
                            name, tensor.gradient(scope).orElseThrow().toFloats()));
        }
        return gradients;
    }

    /** The worst difference over the greatest expected value. */
    private static double difference(float[] expected, float[] actual) {
        double worst = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
        double scale = 1e-6;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return worst / scale;
    }

    private static double cosine(float[] one, float[] other) {
        List<Double> sums = new ArrayList<>(List.of(0.0, 0.0, 0.0));
        for (int i = 0; i < one.length; i++) {
            sums.set(0, sums.get(0) + (double) one[i] * other[i]);
            sums.set(1, sums.get(1) + (double) one[i] * one[i]);
            sums.set(2, sums.get(2) + (double) other[i] * other[i]);
        }
        double length = Math.sqrt(sums.get(1) * sums.get(2));
        return length == 0 ? 1 : sums.get(0) / length;
    }
}
