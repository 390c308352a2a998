package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchGeneratorTest {
    private static VisionLanguageModel model;

    @BeforeAll
    static void load() {
        Torch.threads(1);
        model = VisionLanguageModel.load(Golden.MODEL, Precision.F32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ChatPrompt question(int i) {
        List<String> pictures = List.of("phantom.png", "wide.png", "small_upscaled.png");
        return ChatPrompt.of("S", List.of(Golden.picture(pictures.get(i % 3))), "Question ".repeat(1 + i % 3) + i);
    }

    private static BatchGenerator.Ask ask(ChatPrompt prompt, Sampling... members) {
        return new BatchGenerator.Ask(new EncodedPrompt(model.prepare(prompt)), List.of(members));
    }

    private static List<List<Completion>> answer(int slots, int threads, List<BatchGenerator.Ask> asks) {
        try (BatchGenerator generator = new BatchGenerator(model, slots, threads)) {
            return generator.answer(asks);
        }
    }

    /** Five questions of one to five replies; in three slots, they join and leave at different times. */
    private static List<BatchGenerator.Ask> sampled() {
        List<BatchGenerator.Ask> asks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int ask = i;
            asks.add(ask(
                    question(i),
                    IntStream.rangeClosed(0, i)
                            .mapToObj(member -> Sampling.temperature(2 + 3 * member, 1, 10 * ask + member))
                            .toArray(Sampling[]::new)));
        }
        return asks;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldGiveTheSameBitsTwice(int threads) {
        List<List<Completion>> one = answer(3, threads, sampled());
        List<List<Completion>> other = answer(3, threads, sampled());
        for (int i = 0; i < 5; i++) {
            assertThat(one.get(i)).hasSize(i + 1);
            for (int j = 0; j <= i; j++) {
                Completion reply = one.get(i).get(j);
                assertThat(other.get(i).get(j).tokens()).isEqualTo(reply.tokens());
                assertThat(other.get(i).get(j).logprobs()).isEqualTo(reply.logprobs());
                assertThat(reply.tokens()).hasSizeLessThanOrEqualTo(2 + 3 * j);
            }
        }
        assertThat(one.get(4).get(4).tokens()).isNotEqualTo(one.get(4).get(3).tokens());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldGiveTheGeneratorsGreedyReplies(int threads) {
        List<List<Completion>> together = answer(
                2,
                threads,
                IntStream.range(0, 4)
                        .mapToObj(i -> ask(question(i), Sampling.greedy(10)))
                        .toList());
        try (Generator generator = new Generator(model, new GeneratorSettings(1, 0, 1))) {
            for (int i = 0; i < 4; i++) {
                Completion alone =
                        generator.submit(question(i), Sampling.greedy(10)).join();
                assertThat(together.get(i).get(0).tokens()).isEqualTo(alone.tokens());
                assertThat(together.get(i).get(0).text()).isEqualTo(alone.text());
            }
        }
    }

    @Test
    void shouldGiveNothingForNothing() {
        assertThat(answer(2, 2, List.of())).isEmpty();
    }

    @Test
    void shouldRefuseAReplyThatIsLongerThanTheModelAllowsAndLeaveNothing() {
        Script.shared();
        long before = Torch.owned();
        assertThatThrownBy(() -> answer(
                        2,
                        1,
                        List.of(
                                ask(question(0), Sampling.greedy(3)),
                                ask(question(1), Sampling.greedy(model.maxLength())))))
                .isInstanceOf(PromptException.class)
                .hasMessageContaining("tokens");
        assertThat(Torch.owned()).isEqualTo(before);
    }
}
