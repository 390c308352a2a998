package io.consilium.model.vlm;

import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How many tokens a checkpoint generates in a second: distinct questions in closed batches, pictures decoded and prepared each
 * time, greedy, exactly 24 new tokens each. Two threads in all: the generator's; the calling one only waits.
 */
public final class GenerateBench {
    private static final int NEW_TOKENS = 24;
    /** Java compiles what runs often; a service is warm long before it is measured. */
    private static final long WARM_UP_NANOS = 4_000_000_000L;

    private GenerateBench() {}

    /** One question; the picture is still encoded. */
    public record Question(String system, byte[] picture, String text) {
        ChatPrompt prompt() {
            return ChatPrompt.of(system, List.of(Picture.decode(picture, PictureLimits.DEFAULT)), text);
        }
    }

    /**
     * The median over the measured passes.
     *
     * @param batch requests in flight
     * @param tokensPerSecond generated tokens over wall time
     */
    public record Result(int batch, double tokensPerSecond) {}

    /**
     * Answers all questions in batches, for four seconds to warm up and then {@code passes} times; questions that fill no
     * batch are left out.
     */
    public static Result run(VisionLanguageModel model, List<Question> questions, int batch, int passes) {
        if (questions.size() < batch) {
            throw new IllegalArgumentException(
                    "A batch of " + batch + " needs as many distinct questions, not " + questions.size() + ".");
        }
        try (Generator generator = new Generator(model, new GeneratorSettings(batch, 0, 2))) {
            double[] rates = new double[passes];
            long warmEnd = System.nanoTime() + WARM_UP_NANOS;
            while (System.nanoTime() < warmEnd) {
                pass(model, generator, questions, batch);
            }
            for (int i = 0; i < passes; i++) {
                rates[i] = pass(model, generator, questions, batch);
            }
            Arrays.sort(rates);
            return new Result(batch, rates[passes / 2]);
        }
    }

    private static double pass(VisionLanguageModel model, Generator generator, List<Question> questions, int batch) {
        Sampling sampling = new Sampling(NEW_TOKENS, 0, 1, 0, 0, true);
        long tokens = 0;
        long start = System.nanoTime();
        for (int from = 0; from + batch <= questions.size(); from += batch) {
            List<CompletableFuture<Completion>> replies = new ArrayList<>();
            for (Question question : questions.subList(from, from + batch)) {
                replies.addAll(generator.submit(() -> model.prepare(question.prompt()), List.of(sampling)));
            }
            for (CompletableFuture<Completion> reply : replies) {
                tokens += reply.join().tokens().length;
            }
        }
        return tokens * 1e9 / (System.nanoTime() - start);
    }
}
