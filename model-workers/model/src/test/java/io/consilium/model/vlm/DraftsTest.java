package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DraftsTest {
    private final Drafts drafts = new Drafts(8);

    private int[] guess(int wanted, int... tokens) {
        return drafts.guess(tokens, tokens.length, wanted);
    }

    @Test
    void shouldGoOnAsItWentOnBefore() {
        assertThat(guess(2, 7, 8, 9, 4, 7, 8)).containsExactly(9, 4);
        assertThat(guess(9, 7, 8, 9, 4, 7, 8)).containsExactly(9, 4, 7, 8);
        assertThat(guess(2, 1, 2, 3, 4)).isEmpty();
        assertThat(guess(0, 7, 8, 9, 4, 7, 8)).isEmpty();
        assertThat(guess(2)).isEmpty();
    }

    @Test
    void shouldPreferTheLongestMatchThenTheLatestPlace() {
        assertThat(guess(1, 6, 7, 8, 1, 5, 7, 8, 2, 5, 8, 3, 6, 7, 8)).containsExactly(1);
        assertThat(guess(1, 8, 1, 8, 2, 8)).containsExactly(2);
        drafts.remember(new int[] {7, 8, 5});
        drafts.remember(new int[] {7, 8, 6});
        assertThat(guess(1, 8, 1, 7, 8)).as("two tokens, the latest reply").containsExactly(6);
        assertThat(guess(1, 7, 8, 1, 7, 8))
                .as("the reply's own tokens come first")
                .containsExactly(1);
    }

    @Test
    void shouldForgetOldReplies() {
        drafts.remember(new int[] {1, 2});
        assertThat(guess(1, 1)).containsExactly(2);
        IntStream.range(0, 16).forEach(i -> drafts.remember(new int[] {50, 60}));
        assertThat(guess(1, 1)).isEmpty();
    }

    @Test
    void shouldDivideTheGuessesAmongReplies() {
        assertThat(IntStream.of(1, 3, 8, 9).map(drafts::each)).containsExactly(8, 2, 1, 0);
    }

    @TestFactory
    Stream<DynamicTest> shouldChangeNoReply() {
        return Stream.of(1, 2, 3, 8)
                .map(most -> DynamicTest.dynamicTest("drafts " + most, () -> shouldChangeNoReply(most)));
    }

    private static void shouldChangeNoReply(int most) {
        List<Sampling> samplings = List.of(
                new Sampling(120, 0, 1, 0, 0, true),
                Sampling.temperature(60, 0.7, 5),
                new Sampling(60, 1.5, 0.9, 20, 6, true));
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.MODEL, Precision.F32)) {
            List<Completion> plain = replies(model, samplings, 2, 0);
            List<Completion> guessed = replies(model, samplings, 2, most);
            for (int i = 0; i < plain.size(); i++) {
                assertThat(guessed.get(i).tokens())
                        .as("reply %d", i)
                        .isEqualTo(plain.get(i).tokens());
                assertThat(guessed.get(i).logprobs()[1]).isCloseTo(plain.get(i).logprobs()[1], offset(1e-4f));
            }
        }
    }

    /** The form of weights that large models use, by a few tokens, since bfloat16 rounds differently for several at once. */
    @Test
    void shouldChangeNoReplyOfPlainWeights() {
        List<Sampling> greedy = List.of(new Sampling(8, 0, 1, 0, 0, true));
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.MODEL, Precision.BF16)) {
            List<Completion> plain = replies(model, greedy, 1, 0);
            List<Completion> guessed = replies(model, greedy, 1, 3);
            for (int i = 0; i < plain.size(); i++) {
                assertThat(guessed.get(i).tokens()).isEqualTo(plain.get(i).tokens());
            }
        }
    }

    private static List<Completion> replies(
            VisionLanguageModel model, List<Sampling> samplings, int slots, int drafts) {
        try (Generator generator = new Generator(model, new GeneratorSettings(slots, 0, 1, drafts))) {
            return Stream.of("phantom.png", "wide.png", "small_upscaled.png")
                    .map(picture ->
                            ChatPrompt.of("S", List.of(Golden.picture(picture)), "one two three one two " + picture))
                    .flatMap(prompt -> samplings.stream().map(sampling -> generator.submit(prompt, sampling)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    /** A reply that fills the model's length to its last token, guessed beyond its end. */
    @Test
    void shouldStayWithinTheLength() {
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.MODEL, Precision.F32)) {
            ChatPrompt prompt = ChatPrompt.of("S", List.of(), "one two three");
            int length = model.prepare(prompt).length() + 40;
            try (Generator generator = new Generator(model, new GeneratorSettings(2, length, 1, 6))) {
                Sampling all = new Sampling(40, 0, 1, 0, 0, true);
                List<Completion> replies = Stream.of(generator.submit(prompt, all), generator.submit(prompt, all))
                        .map(CompletableFuture::join)
                        .toList();
                assertThat(replies)
                        .allSatisfy(reply -> assertThat(reply.tokens()).hasSize(40));
                assertThat(replies.get(0).tokens()).isEqualTo(replies.get(1).tokens());
            }
        }
    }
}
