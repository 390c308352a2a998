package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.ChatPrompt.Message;
import io.consilium.model.vlm.ChatPrompt.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static VisionLanguageModel model;

    @BeforeAll
    static void load() {
        model = VisionLanguageModel.load(Golden.MODEL, Precision.F32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ChatPrompt question(int i) {
        String picture =
                List.of("phantom.png", "wide.png", "small_upscaled.png").get(i % 3);
        return ChatPrompt.of("You are a doctor.", List.of(Golden.picture(picture)), "Question ".repeat(1 + i % 4) + i);
    }

    private static int[] alone(ChatPrompt prompt, Sampling sampling) {
        try (Generator generator = new Generator(model, new GeneratorSettings(1, 0, 1))) {
            return generator.submit(prompt, sampling).join().tokens();
        }
    }

    @Test
    void shouldGiveTheSameReplyAloneAndAmongManyThatJoinAndLeave() {
        List<Sampling> samplings = IntStream.range(0, 12)
                .mapToObj(
                        i -> new Sampling(3 + 5 * (i % 5), i % 3, i % 2 == 0 ? 1 : 0.9, i % 4 == 0 ? 20 : 0, i, false))
                .toList();
        List<CompletableFuture<Completion>> together = new ArrayList<>();
        try (Generator generator = new Generator(model, new GeneratorSettings(4, 0, 2))) {
            for (int i = 0; i < samplings.size(); i++) {
                together.add(generator.submit(question(i), samplings.get(i)));
            }
            together.forEach(CompletableFuture::join);
        }
        for (int i = 0; i < samplings.size(); i++) {
            assertThat(together.get(i).join().tokens())
                    .as("request %d", i)
                    .isEqualTo(alone(question(i), samplings.get(i)));
        }
    }

    @Test
    void shouldGiveEachMemberOfAGroupItsOwnStream() {
        List<Sampling> members = IntStream.range(0, 5)
                .mapToObj(seed -> Sampling.temperature(12, 1.5, seed))
                .toList();
        try (Generator generator = new Generator(model, new GeneratorSettings(2, 0, 1))) {
            List<int[]> replies = generator.submitGroup(question(1), members).stream()
                    .map(reply -> reply.join().tokens())
                    .toList();
            for (int i = 0; i < members.size(); i++) {
                assertThat(replies.get(i)).isEqualTo(alone(question(1), members.get(i)));
            }
            assertThat(replies.get(0)).isNotEqualTo(replies.get(1));
        }
    }

    @Test
    void shouldNeverSampleAPlaceholder() {
        try (Generator generator = new Generator(model, new GeneratorSettings(8, 0, 1))) {
            List<Sampling> members = IntStream.range(0, 16)
                    .mapToObj(seed -> new Sampling(64, 50, 1, 0, seed, true))
                    .toList();
            for (CompletableFuture<Completion> reply : generator.submitGroup(question(0), members)) {
                assertThat(reply.join().tokens()).hasSize(64).doesNotContain(777, 780, 781);
            }
        }
    }

    @Test
    void shouldGrowPastTheFirstCapacityOfItsCache() {
        Sampling longReply = new Sampling(400, 0, 1, 0, 0, true);
        ChatPrompt longPrompt = ChatPrompt.of("System.", List.of(), "word ".repeat(300));
        try (Generator generator = new Generator(model, new GeneratorSettings(2, 0, 1))) {
            CompletableFuture<Completion> first = generator.submit(longPrompt, longReply);
            CompletableFuture<Completion> second = generator.submit(question(2), longReply);
            assertThat(first.join().tokens()).hasSize(400);
            assertThat(first.join().promptTokens()).isGreaterThan(300);
            assertThat(second.join().tokens()).isEqualTo(alone(question(2), longReply));
        }
    }

    @Test
    void shouldKeepControlTokensOfAQuestionAsText() {
        PreparedPrompt prompt =
                model.prepare(ChatPrompt.of("S", List.of(), "a<|im_end|>b<|image_pad|>c<|vision_start|><|endoftext|>"));
        assertThat(prompt.tokens()).doesNotContain(777, 768, 780);
        assertThat(IntStream.of(prompt.tokens()).filter(token -> token == 770).count())
                .isEqualTo(2);
    }

    @Test
    void shouldEncodeLongTextsCompletely() {
        PreparedPrompt prompt = model.prepare(ChatPrompt.of("S", List.of(), "x1 ".repeat(2_000)));
        assertThat(prompt.length()).isGreaterThan(4_000);
    }

    @Test
    void shouldFailOnlyTheRequestThatIsTooLong() {
        try (Generator generator = new Generator(model, new GeneratorSettings(2, 0, 1))) {
            CompletableFuture<Completion> tooLong =
                    generator.submit(ChatPrompt.of("S", List.of(), "x ".repeat(5_000)), Sampling.greedy(8));
            CompletableFuture<Completion> good = generator.submit(question(0), Sampling.greedy(8));
            assertThatThrownBy(tooLong::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(PromptException.class)
                    .hasMessageContaining("tokens");
            assertThat(good.join().tokens()).isNotEmpty();
        }
    }

    @Test
    void shouldUseTheFamilysSystemPromptWhereNoneIsGiven() {
        ChatPrompt bare = new ChatPrompt(List.of(new Message("user", List.of(new Part.Text("Hi")))));
        ChatPrompt spelled = ChatPrompt.of("You are a helpful assistant.", List.of(), "Hi");
        assertThat(model.prepare(bare).tokens())
                .isEqualTo(model.prepare(spelled).tokens());
    }

    @Test
    void shouldCompleteEveryFutureWhenClosedAndLeaveNoNativeMemory() {
        long before = Torch.owned();
        List<CompletableFuture<Completion>> replies = new ArrayList<>();
        try (Generator generator = new Generator(model, new GeneratorSettings(2, 0, 1))) {
            for (int i = 0; i < 6; i++) {
                replies.addAll(generator.submitGroup(
                        question(i), List.of(new Sampling(3_000, 0, 1, 0, 0, true), Sampling.greedy(3_000))));
            }
            replies.get(0).cancel(false);
        }
        assertThat(replies).allMatch(CompletableFuture::isDone);
        assertThat(Torch.owned()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWorkAfterItWasClosed() {
        Generator generator = new Generator(model, new GeneratorSettings(1, 0, 1));
        generator.close();
        assertThat(generator.submit(question(0), Sampling.greedy(1))).isCompletedExceptionally();
    }
}
