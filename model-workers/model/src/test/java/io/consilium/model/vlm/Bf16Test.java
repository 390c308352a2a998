package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generation in bfloat16, as of large checkpoints, stays near to f32 over the very same weights. */
class Bf16Test {
    private static final int HEADS = 4;
    private static final int TOKENS = 150;
    private static final int SIZE = 128;

    @TempDir
    Path directory;

    @Test
    void shouldComputePromptsAndTokensAsF32Does() throws IOException {
        writeRounded();
        float[][] exact = logits(Precision.F32);
        float[][] rounded = logits(Precision.BF16);
        assertThat(error(rounded[0], exact[0])).as("after prompts").isLessThan(0.03);
        assertThat(error(rounded[1], exact[1])).as("after one token more").isLessThan(0.03);
    }

    private void writeRounded() throws IOException {
        try (Stream<Path> files = Files.list(Golden.MODEL)) {
            for (Path file :
                    files.filter(file -> !file.endsWith("model.safetensors")).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        SafetensorsFile weights = SafetensorsFile.open(Golden.MODEL.resolve("model.safetensors"));
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            weights.names().forEach(name -> tensors.put(name, weights.view(scope, name)));
            SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors, ElementType.BF16);
        }
    }

    /** After two prompts of different lengths, computed together, and after one token behind each. */
    private float[][] logits(Precision precision) {
        try (VisionLanguageModel model = VisionLanguageModel.load(directory, precision);
                Stepper stepper = new Stepper(model, 2, 512, 1, 0)) {
            List<Row> rows = Stream.of("short", "a long one ".repeat(30))
                    .map(text -> row(model, text))
                    .toList();
            List<PreparedPrompt> prompts =
                    rows.stream().map(row -> row.request().group().prompt()).toList();
            float[] first = stepper.prefill(prompts, 0).logits();
            rows.forEach(row -> row.add(65, 0, 0));
            List<int[]> noGuesses = List.of(new int[0], new int[0]);
            return new float[][] {first, stepper.decode(rows, noGuesses, true).logits()};
        }
    }

    private static Row row(VisionLanguageModel model, String text) {
        List<String> pictures = List.of("phantom.png", "wide.png");
        ChatPrompt prompt =
                ChatPrompt.of("S", pictures.stream().map(Golden::picture).toList(), text);
        PromptGroup group = new PromptGroup(() -> model.prepare(prompt), List.of(Sampling.temperature(2, 0, 0)));
        assertThat(group.prepare(512)).isTrue();
        return new Row(group.members().get(0), 0);
    }

    /** Keys of published Qwen2.5 checkpoints have a large bias: scores are large and differ little. */
    @Test
    void shouldKeepLargeScoresApart() {
        try (Scope scope = Scope.open()) {
            Script script = Script.load(scope, Network.class, "qwen.py", "generate.py", "fused.py");
            Random random = new Random(1);
            float[] queries = gaussian(random, 3 / Math.sqrt(SIZE));
            float[] keys = gaussian(random, 30);
            Tensor q = rounded(scope, queries);
            Tensor k = rounded(scope, keys);
            Tensor v = rounded(scope, gaussian(random, 0));
            float[] exact = attended(scope, script, f32(scope, q), f32(scope, k), f32(scope, v));
            assertThat(error(attended(scope, script, q, k, v), exact))
                    .as("of tokens")
                    .isLessThan(0.005);
            Tensor each = Script.shared()
                    .tensor(
                            scope,
                            "view_of",
                            q,
                            new long[] {HEADS, 1, TOKENS, SIZE},
                            new long[] {TOKENS * SIZE, TOKENS * SIZE, SIZE, 1},
                            0);
            Tensor parts = script.tensor(scope, "attend_in_parts", each, k, v, false);
            assertThat(error(f32(scope, parts).toFloats(), exact))
                    .as("of prompts and pictures")
                    .isLessThan(0.005);
        }
    }

    private static float[] attended(Scope scope, Script script, Tensor q, Tensor k, Tensor v) {
        long[] shape = {HEADS, SIZE, TOKENS};
        Tensor turned = Script.shared().tensor(scope, "view_of", k, shape, new long[] {TOKENS * SIZE, 1, SIZE}, 0);
        return f32(scope, script.tensor(scope, "attend_rows", q, turned, v, Script.NONE))
                .toFloats();
    }

    /** {@code [heads, tokens, size]}; every token of a head has the same bias. */
    private static float[] gaussian(Random random, double bias) {
        float[] values = new float[HEADS * TOKENS * SIZE];
        float[] biases = new float[HEADS * SIZE];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = (float) (bias * random.nextGaussian());
        }
        for (int i = 0; i < values.length; i++) {
            int head = i / (TOKENS * SIZE);
            values[i] = (float) random.nextGaussian() + biases[head * SIZE + i % SIZE];
        }
        return values;
    }

    private static Tensor rounded(Scope scope, float[] values) {
        return Script.shared()
                .tensor(scope, "cast", scope.floats(values, HEADS, TOKENS, SIZE), ElementType.BF16.code());
    }

    private static Tensor f32(Scope scope, Tensor tensor) {
        return Script.shared().tensor(scope, "cast", tensor, ElementType.F32.code());
    }

    /** Length of the difference over that of what is right. */
    private static double error(float[] actual, float[] right) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < right.length; i++) {
            difference += Math.pow(actual[i] - right[i], 2);
            length += Math.pow(right[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
