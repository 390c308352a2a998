package io.consilium.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.model.vlm.SafetensorsWriter;
import io.consilium.trainer.optimise.AdamW.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdamWTest {
    private static final Settings UNCLIPPED = new Settings(0.9, 0.95, 1e-8, 0.1, 0);

    @TempDir
    Path directory;

    @Test
    void shouldTakeTorchsSteps() {
        follow(UNCLIPPED);
    }

    @Test
    void shouldClipToTheGlobalNormFirst() {
        follow(new Settings(0.9, 0.999, 1e-8, 0.1, 0.5));
    }

    /** Six steps beside a plain computation in doubles: matrix, vector and a tensor of four axes. */
    private static void follow(Settings settings) {
        try (Weights weights = new Weights(3);
                AdamW optimiser = new AdamW(weights.named(), settings)) {
            PlainAdamW plain = new PlainAdamW(weights.values(), settings);
            for (int step = 0; step < 6; step++) {
                double rate = 0.01 * (step + 1);
                Map<String, float[]> gradients = weights.push(100 + step);
                assertThat(optimiser.step(rate)).isCloseTo(plain.step(gradients, rate), within(1e-5));
                plain.weights()
                        .forEach((name, expected) ->
                                assertThat(weights.doubles(name)).as(name).containsExactly(expected, within(1e-5)));
            }
        }
    }

    /** With a gradient of zero, decay is all that happens: w · (1 - rate · decay). */
    @Test
    void shouldDecayMatricesOnly() {
        try (Weights weights = new Weights(4);
                AdamW optimiser = new AdamW(weights.named(), UNCLIPPED)) {
            Map<String, float[]> before = weights.values();
            assertThat(optimiser.step(0.5)).isZero();
            assertThat(weights.values().get("norm")).isEqualTo(before.get("norm"));
            float[] matrix = weights.values().get("matrix");
            for (int i = 0; i < matrix.length; i++) {
                assertThat(matrix[i]).isCloseTo(before.get("matrix")[i] * 0.95f, within(1e-6f));
            }
        }
    }

    @Test
    void shouldTakeNoStepWithGradientsThatAreNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            try (Weights weights = new Weights(5);
                    AdamW optimiser = new AdamW(weights.named(), new Settings(0.9, 0.95, 1e-8, 0.1, 1))) {
                weights.push(1);
                optimiser.step(0.1);
                Map<String, float[]> before = weights.values();
                Map<String, float[]> state = Weights.values(optimiser.state());
                weights.push("norm", new float[] {1, bad, 1});
                assertThat(optimiser.step(0.1)).isNotFinite();
                weights.values().forEach((name, now) -> assertThat(now).as(name).isEqualTo(before.get(name)));
                Weights.values(optimiser.state())
                        .forEach((name, now) -> assertThat(now).as(name).isEqualTo(state.get(name)));
                assertThat(weights.gradient("norm")).as("cleared").containsOnly(0);
            }
        }
    }

    @Test
    void shouldGoOnFromAFileToTheSameBits() throws IOException {
        Path file = directory.resolve("state.safetensors");
        try (Weights one = new Weights(6);
                Weights other = new Weights(6);
                AdamW stopped = new AdamW(one.named(), UNCLIPPED)) {
            steps(one, stopped, 0, 3);
            SafetensorsWriter.write(file, stopped.state(), ElementType.F32);
            one.copyTo(other);
            try (AdamW resumed = new AdamW(other.named(), UNCLIPPED)) {
                SafetensorsFile.open(file).copyInto(resumed.state());
                steps(one, stopped, 3, 6);
                steps(other, resumed, 3, 6);
                one.values()
                        .forEach((name, values) ->
                                assertThat(other.values().get(name)).as(name).isEqualTo(values));
            }
        }
    }

    private static void steps(Weights weights, AdamW optimiser, int from, int to) {
        for (int step = from; step < to; step++) {
            weights.push(step);
            optimiser.step(0.02);
        }
    }

    @Test
    void shouldRefuseAWeightWithoutAGradient() {
        try (Scope scope = Scope.open()) {
            Tensor bare = scope.floats(new float[2]);
            assertThatThrownBy(() -> new AdamW(Map.of("bare", bare), UNCLIPPED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bare");
        }
    }

    @Test
    void shouldLeaveNoNativeMemory() {
        Script.shared();
        long before = Torch.owned();
        try (Weights weights = new Weights(7);
                AdamW optimiser = new AdamW(weights.named(), UNCLIPPED)) {
            weights.push(7);
            optimiser.step(0.1);
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }
}
