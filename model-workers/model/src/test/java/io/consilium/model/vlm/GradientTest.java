package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Gradients of every weight, the vision tower's too, against Transformers: cross entropy of case one_image's continuation. */
class GradientTest {
    @Test
    void shouldGiveTransformersGradients() {
        long before = Torch.owned();
        SafetensorsFile expected = SafetensorsFile.open(Golden.REFERENCE.resolve("gradients.safetensors"));
        ModelConfig config = ConfigReader.read(Golden.MODEL.resolve("config.json"));
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> weights = Weights.load(scope, Golden.MODEL, config, ElementType.F32);
            weights.values().forEach(Tensor::requireGradient);
            Network network = new Network(scope, config, weights);
            try (Gradients recorded = Torch.recordGradients()) {
                Tensor loss = loss(scope, network, config);
                assertThat(loss.toFloats()[0])
                        .isCloseTo(
                                expected.view(scope, "loss").toFloats()[0], org.assertj.core.data.Offset.offset(1e-5f));
                recorded.backward(loss);
            }
            SoftAssertions softly = new SoftAssertions();
            weights.forEach((name, weight) -> softly.assertThat(difference(
                            expected.view(scope, "grad." + name).toFloats(),
                            weight.gradient(scope).orElseThrow().toFloats()))
                    .as(name)
                    .isLessThan(1e-4));
            softly.assertAll();
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }

    private static Tensor loss(Scope scope, Network network, ModelConfig config) {
        Reference reference = Reference.open(scope, Golden.REFERENCE);
        long[] reply = reference.longs("case.one_image.greedy");
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.MODEL, Precision.F32)) {
            PreparedPrompt prompt = model.prepare(reference
                    .cases()
                    .get(0)
                    .prompts(Map.of("phantom.png", Golden.picture("phantom.png")))
                    .get(0));
            int[] tokens = Arrays.copyOf(prompt.tokens(), prompt.length() + reply.length);
            for (int i = 0; i < reply.length; i++) {
                tokens[prompt.length() + i] = (int) reply[i];
            }
            RopePositions positions = RopePositions.of(
                    tokens, config.imageToken(), prompt.grids(), config.vision().merge());
            Batch batch = Batch.leftPadded(List.of(new PreparedPrompt(tokens, prompt.pictures(), positions)), 0);
            float[] mask = new float[tokens.length - 1];
            Arrays.fill(mask, prompt.length() - 1, mask.length, -1f / reply.length);
            Tensor logits = network.logits(scope, network.hidden(scope, batch));
            Tensor ids = scope.longs(batch.tokens(), 1, tokens.length);
            Tensor logps = network.script().tensor(scope, "token_logps", logits, ids);
            return network.script().tensor(scope, "weighted_sum", logps, scope.floats(mask));
        }
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
}
