package io.consilium.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.EncodedPrompt;
import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.ReplyBatch;
import io.consilium.model.vlm.ReplyGroup;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.trainer.optimise.AdamW;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SftTest {
    private static final Path MODEL = Path.of("../model-workers/model/src/test/resources/golden/tiny/model");
    private static final List<Example> EXAMPLES =
            List.of(example("A?", "yes"), example("A longer question?", "no, it is not"), example("B?", "perhaps"));

    private static Example example(String question, String reply) {
        return new Example(ChatPrompt.of("S", List.of(), question), reply);
    }

    private static TrainableModel load(int threads) {
        Torch.threads(1);
        return TrainableModel.load(MODEL, Training.FULL, threads);
    }

    private record Learnt(Map<String, Double> metrics, Map<String, float[]> gradients) {}

    private static Learnt learn(int threads, int microBatch) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (TrainableModel model = load(threads);
                Sft sft = new Sft(model, microBatch);
                Scope scope = Scope.open()) {
            Map<String, Double> metrics = sft.learn(EXAMPLES);
            model.trained()
                    .forEach((name, tensor) -> gradients.put(
                            name, tensor.gradient(scope).orElseThrow().toFloats()));
            return new Learnt(metrics, gradients);
        }
    }

    /** The mean over all reply tokens, end tokens included, computed in doubles from the logits of one example at a time. */
    @Test
    void shouldReportTheMeanOverReplyTokens() {
        double lost = 0;
        int right = 0;
        int tokens = 0;
        int computed = 0;
        try (TrainableModel model = load(1)) {
            for (Example example : EXAMPLES) {
                EncodedPrompt prompt = model.encode(example.prompt());
                ReplyGroup group = model.group(prompt, List.of(example.reply()));
                float[] logits = logits(model, group);
                long[] targets = new ReplyBatch(List.of(group)).targets();
                for (int i = 0; i < group.lengths()[0]; i++) {
                    int from = i * model.vocabulary();
                    lost -= logp(logits, from, model.vocabulary(), (int) targets[i]);
                    right += greatest(logits, from, model.vocabulary()) == targets[i] ? 1 : 0;
                }
                tokens += group.lengths()[0];
                computed += prompt.length() + group.lengths()[0];
            }
        }
        Map<String, Double> metrics = learn(1, 3).metrics();
        assertThat(metrics.get("loss")).isCloseTo(lost / tokens, within(1e-5));
        assertThat(metrics.get("mean_token_accuracy")).isCloseTo((double) right / tokens, within(1e-12));
        assertThat(metrics.get("num_tokens")).isEqualTo(computed);
    }

    private static float[] logits(TrainableModel model, ReplyGroup group) {
        try (Scope scope = Scope.open();
                FrozenWeights now = model.snapshot()) {
            return model.read(scope, List.of(new ReplyBatch(List.of(group))), now, (step, index, logits) -> logits)
                    .get(0)
                    .toFloats();
        }
    }

    private static double logp(float[] logits, int from, int vocabulary, int token) {
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            sum += Math.exp(logits[from + i]);
        }
        return logits[from + token] - Math.log(sum);
    }

    private static int greatest(float[] logits, int from, int vocabulary) {
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            best = logits[from + i] > logits[from + best] ? i : best;
        }
        return best;
    }

    @Test
    void shouldGiveTheSameGradientsInMicroBatchesAndSideBySide() {
        Learnt whole = learn(1, 3);
        for (Learnt parts : List.of(learn(1, 1), learn(1, 2), learn(2, 3))) {
            assertThat(parts.metrics().get("loss")).isCloseTo(whole.metrics().get("loss"), within(1e-6));
            whole.gradients().forEach((name, expected) -> {
                float[] actual = parts.gradients().get(name);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).as(name).isCloseTo(expected[i], within(1e-5f));
                }
            });
        }
    }

    @Test
    void shouldLearnExamplesByHeart() {
        Script.shared();
        long before = Torch.owned();
        try (TrainableModel model = load(1);
                AdamW optimiser = new AdamW(model.trained(), new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1));
                Sft sft = new Sft(model, 3)) {
            double first = sft.learn(EXAMPLES).get("loss");
            for (int step = 0; step < 40; step++) {
                optimiser.step(0.01);
                sft.learn(EXAMPLES);
            }
            Map<String, Double> last = sft.learn(EXAMPLES);
            assertThat(first).isGreaterThan(2);
            assertThat(last.get("loss")).isLessThan(0.2);
            assertThat(last.get("mean_token_accuracy")).isEqualTo(1);
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }
}
