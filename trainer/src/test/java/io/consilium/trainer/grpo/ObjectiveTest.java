package io.consilium.trainer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.trainer.grpo.GrpoSettings.ImportanceLevel;
import io.consilium.trainer.grpo.GrpoSettings.LossType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every variant against what TRL 0.26.2 computes from the same logits: loss, gradient and logged metrics. */
class ObjectiveTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/grpo");
    private static final int GROUP = 4;

    private final SafetensorsFile expected = SafetensorsFile.open(GOLDEN.resolve("expected.safetensors"));

    @TestFactory
    Stream<DynamicTest> shouldEqualTrl() throws IOException {
        JsonNode variants = new ObjectMapper()
                .readTree(GOLDEN.resolve("variants.json").toFile())
                .path("variants");
        return StreamSupport.stream(variants.spliterator(), false)
                .map(variant -> DynamicTest.dynamicTest(variant.path("name").asText(), () -> check(variant)));
    }

    private void check(JsonNode variant) {
        String name = variant.path("name").asText();
        GrpoSettings settings = settings(variant);
        try (Objective objective = new Objective(settings);
                Scope scope = Scope.open();
                Gradients recorded = Torch.recordGradients()) {
            Tensor logits = expected.view(scope, "logits").requireGradient();
            float[] mask = mask(scope);
            Objective.Gradient loss =
                    objective.loss(scope, logits, given(scope, objective, variant, mask), settings.gamma() / sum(mask));
            recorded.backward(loss.loss());

            assertThat((double) loss.loss().toFloats()[0]).isCloseTo(floats(scope, name + ".loss")[0], within(1e-5));
            float[] gradient = logits.gradient(scope).orElseThrow().toFloats();
            float[] wanted = floats(scope, name + ".grad");
            for (int i = 0; i < wanted.length; i++) {
                assertThat(gradient[i]).isCloseTo(wanted[i], within(1e-5f));
            }
            Map<String, Double> metrics = StepMetrics.ofObjective(List.of(loss.sums()), settings.beta() != 0);
            variant.path("metrics").properties().forEach(metric -> assertThat(metrics.get(metric.getKey()))
                    .as(metric.getKey())
                    .isCloseTo(metric.getValue().asDouble(), within(1e-5)));
        }
    }

    private Objective.Given given(Scope scope, Objective objective, JsonNode variant, float[] mask) {
        int rows = 8;
        int width = mask.length / rows;
        double[] lengths = new double[rows];
        for (int i = 0; i < mask.length; i++) {
            lengths[i / width] += mask[i];
        }
        boolean scaled = variant.path("advantages").asText().equals("scaled");
        boolean old = variant.path("old_logps").asBoolean();
        boolean kl = variant.path("beta").asDouble() != 0;
        return new Objective.Given(
                expected.view(scope, "completion_ids"),
                scope.floats(mask, rows, width),
                floats(scope, scaled ? "advantages" : "advantages_unscaled"),
                objective.weights(lengths, rows, sum(mask), 1),
                old ? Optional.of(expected.view(scope, "old_logps")) : Optional.empty(),
                kl ? Optional.of(expected.view(scope, "ref_logps")) : Optional.empty());
    }

    @Test
    void shouldGiveTrlsAdvantages() {
        try (Scope scope = Scope.open()) {
            float[] rewards = floats(scope, "rewards");
            double[] given = new double[rewards.length];
            for (int i = 0; i < given.length; i++) {
                given[i] = rewards[i];
            }
            assertClose(Advantages.of(given, GROUP, Advantages.Scale.GROUP), floats(scope, "advantages"));
            assertClose(Advantages.of(given, GROUP, Advantages.Scale.NONE), floats(scope, "advantages_unscaled"));
        }
    }

    /** (1, 0) and (1, 1): group means 0.5 and 1, unbiased deviation of all four 0.5. */
    @Test
    void shouldDivideByTheDeviationOfTheWholeBatch() {
        assertThat(Advantages.of(new double[] {1, 0, 1, 1}, 2, Advantages.Scale.BATCH))
                .containsExactly(new double[] {0.5 / 0.5001, -0.5 / 0.5001, 0, 0}, within(1e-12));
    }

    /** Half of the rows, twice: the gradient of the whole. */
    @Test
    void shouldAddUpOverMicroBatches() {
        GrpoSettings settings = GrpoSettings.DEFAULT;
        try (Objective objective = new Objective(settings)) {
            double[] first = {3, 1};
            double[] second = {2, 2};
            assertThat(objective.weights(first, 4, 8, 2)).containsExactly(1 / 12f, 1 / 4f);
            assertThat(objective.weights(second, 4, 8, 2)).containsExactly(1 / 8f, 1 / 8f);
        }
    }

    private static void assertClose(double[] actual, float[] wanted) {
        assertThat(actual).hasSize(wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(actual[i]).isCloseTo(wanted[i], within(1e-5));
        }
    }

    private float[] floats(Scope scope, String name) {
        return expected.view(scope, name).toFloats();
    }

    private float[] mask(Scope scope) {
        long[] kept = expected.view(scope, "mask").toLongs();
        float[] mask = new float[kept.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = kept[i];
        }
        return mask;
    }

    private static double sum(float[] mask) {
        double sum = 0;
        for (float each : mask) {
            sum += each;
        }
        return sum;
    }

    private static GrpoSettings settings(JsonNode variant) {
        GrpoSettings d = GrpoSettings.DEFAULT;
        return new GrpoSettings(
                2,
                GROUP,
                1,
                2,
                7,
                false,
                1,
                d.scale(),
                LossType.valueOf(variant.path("loss_type").asText().toUpperCase(Locale.ROOT)),
                ImportanceLevel.valueOf(
                        variant.path("importance_sampling_level").asText().toUpperCase(Locale.ROOT)),
                variant.path("epsilon_low").asDouble(),
                variant.path("epsilon_high").asDouble(),
                variant.path("beta").asDouble(),
                variant.path("entropy_gamma").asDouble(),
                false,
                true,
                0);
    }
}
