package io.consilium.model.vlm;

/**
 * The reply to one request.
 *
 * @param text the reply without control tokens
 * @param tokens the generated ids, the end token included
 * @param promptTokens length of the prompt, picture tokens included
 * @param logprobs of each generated token under the model's own distribution (temperature 1, nothing cut off)
 * @param queuedNanos when it was submitted; this and the others are readings of {@link System#nanoTime()}
 * @param startedNanos when the prompt's computation began
 * @param firstTokenNanos when the first token was there
 * @param finishedNanos when the last token was there
 */
public record Completion(
        String text,
        int[] tokens,
        int promptTokens,
        FinishReason finish,
        float[] logprobs,
        long queuedNanos,
        long startedNanos,
        long firstTokenNanos,
        long finishedNanos) {}
