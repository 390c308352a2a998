package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in training and its speaker: what is saved, loaded and said after weights have changed. */
class TrainableModelTest {
    private static final Training ADAPTED =
            new Training(Optional.of(new Training.Adapters(4, 8, Training.Adapters.TARGETS)), false, false, false);
    private static final int[] REPLY = {5, 9, 2, 40, 7};

    @TempDir
    Path directory;

    @BeforeEach
    void keepToOneThread() {
        Torch.threads(1);
    }

    private static ChatPrompt question() {
        return ChatPrompt.of("S", List.of(Golden.picture("small_upscaled.png")), "What?");
    }

    /** Adds noise to everything that is trained. */
    private static void change(TrainableModel model, long seed) {
        Random random = new Random(seed);
        try (Scope scope = Scope.open()) {
            for (Tensor tensor : model.trained().values()) {
                float[] values = tensor.toFloats();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) (0.1 * random.nextGaussian());
                }
                Script.shared().effect("assign", tensor, scope.floats(values, tensor.shape()));
            }
        }
    }

    /** Of a given reply, under the weights in effect. */
    private static float[] logits(TrainableModel model) {
        ReplyBatch batch = new ReplyBatch(List.of(model.groupOfTokens(model.encode(question()), List.of(REPLY))));
        try (Scope scope = Scope.open();
                FrozenWeights now = model.snapshot()) {
            return model.read(scope, List.of(batch), now, (step, index, logits) -> logits)
                    .get(0)
                    .toFloats();
        }
    }

    private static int[] greedy(VisionLanguageModel model) {
        try (Generator generator = new Generator(model, new GeneratorSettings(1, 0, 1))) {
            return generator
                    .submit(question(), new Sampling(12, 0, 1, 0, 0, true))
                    .join()
                    .tokens();
        }
    }

    @Test
    void shouldLoadTheLogitsThatItSaved() throws IOException {
        Path saved = directory.resolve("saved");
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, Training.FULL, 1)) {
            float[] before = logits(model);
            change(model, 1);
            float[] changed = logits(model);
            assertThat(changed).isNotEqualTo(before);
            model.save(saved);
            try (TrainableModel loaded = TrainableModel.load(saved, Training.FULL, 1)) {
                assertThat(logits(loaded)).isEqualTo(changed);
            }
        }
    }

    @Test
    void shouldSaveAdaptersMergedIntoTheWeights() throws IOException {
        Path saved = directory.resolve("saved");
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, ADAPTED, 1)) {
            float[] before = logits(model);
            change(model, 2);
            float[] adapted = logits(model);
            assertThat(farthest(adapted, before)).isGreaterThan(0.1);
            model.save(saved);
            try (TrainableModel loaded = TrainableModel.load(saved, Training.FULL, 1)) {
                assertThat(farthest(adapted, logits(loaded))).isLessThan(1e-5);
            }
        }
    }

    private static double farthest(float[] one, float[] other) {
        assertThat(other).hasSameSizeAs(one);
        double worst = 0;
        for (int i = 0; i < one.length; i++) {
            worst = Math.max(worst, Math.abs(one[i] - other[i]));
        }
        return worst;
    }

    @Test
    void shouldSpeakWithNewWeightsAfterASync() throws IOException {
        Path saved = directory.resolve("saved");
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, Training.FULL, 1)) {
            int[] before = greedy(model.speaker());
            change(model, 3);
            assertThat(greedy(model.speaker())).isEqualTo(before);
            model.sync();
            int[] after = greedy(model.speaker());
            assertThat(after).isNotEqualTo(before);
            model.save(saved);
            try (VisionLanguageModel loaded = VisionLanguageModel.load(saved, Precision.F32)) {
                assertThat(greedy(loaded)).isEqualTo(after);
            }
        }
    }

    @Test
    void shouldSpeakWithASnapshotUntilTheNextSync() {
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, ADAPTED, 1)) {
            int[] before = greedy(model.speaker());
            try (FrozenWeights start = model.freeze();
                    FrozenWeights snapshot = model.snapshot()) {
                change(model, 4);
                model.sync();
                assertThat(greedy(model.speaker())).isNotEqualTo(before);
                for (FrozenWeights weights : List.of(snapshot, start)) {
                    model.sync();
                    model.speakWith(weights);
                    assertThat(greedy(model.speaker())).isEqualTo(before);
                }
            }
        }
    }

    /** What the objective compares: the log-probabilities of sampling and of learning. */
    @Test
    void shouldGiveSampledTokensTheSameProbabilitiesInLearning() {
        try (TrainableModel model = TrainableModel.load(Golden.MODEL, Training.FULL, 1);
                BatchGenerator generator = new BatchGenerator(model.speaker(), 2, 1);
                Scope scope = Scope.open();
                FrozenWeights now = model.snapshot()) {
            EncodedPrompt prompt = model.encode(question());
            List<Completion> replies = generator
                    .answer(List.of(new BatchGenerator.Ask(
                            prompt, List.of(Sampling.temperature(9, 1, 1), Sampling.temperature(5, 1, 2)))))
                    .get(0);
            ReplyBatch batch = new ReplyBatch(List.of(model.groupOfTokens(
                    prompt, replies.stream().map(Completion::tokens).toList())));
            Tensor targets = scope.longs(batch.targets(), batch.rows(), batch.width());
            Script script = Script.load(scope, TrainableModelTest.class, "chosen.py");
            float[] logps = model.read(
                            scope,
                            List.of(batch),
                            now,
                            (step, index, logits) -> script.tensor(step, "chosen_logps", logits, targets))
                    .get(0)
                    .toFloats();
            for (int row = 0; row < replies.size(); row++) {
                float[] sampled = replies.get(row).logprobs();
                assertThat(sampled).isNotEmpty();
                for (int i = 0; i < sampled.length; i++) {
                    assertThat(logps[row * batch.width() + i]).isCloseTo(sampled[i], within(1e-4f));
                }
            }
        }
    }

    @Test
    void shouldLeaveNoNativeMemory() throws IOException {
        Script.shared();
        long before = Torch.owned();
        for (Training training : List.of(Training.FULL, ADAPTED)) {
            try (TrainableModel model = TrainableModel.load(Golden.MODEL, training, 2)) {
                change(model, 5);
                model.sync();
                logits(model);
                model.freeze().close();
                model.frozen(Golden.MODEL).close();
                model.save(directory.resolve("saved-" + training.adapters().isPresent()));
                ReplyBatch batch =
                        new ReplyBatch(List.of(model.groupOfTokens(model.encode(question()), List.of(REPLY))));
                model.learn(List.of(batch, batch), (index, pass) -> {
                    float[] ones = new float[(int) pass.logits().elements()];
                    pass.backward(Script.shared()
                            .tensor(
                                    pass.scope(),
                                    "weighted_sum",
                                    pass.logits(),
                                    pass.scope().floats(ones, pass.logits().shape())));
                    return index;
                });
            }
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }

    @Test
    void shouldRefuseAdaptersThatCannotBe() {
        assertThatThrownBy(() -> new Training.Adapters(4, 8, List.of("q_proj", "lm_head")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("lm_head", "q_proj", "down_proj");
        assertThatThrownBy(() -> new Training.Adapters(0, 8, List.of("q_proj")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank=0");
    }
}
