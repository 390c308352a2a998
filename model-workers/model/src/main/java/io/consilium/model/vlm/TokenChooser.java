package io.consilium.model.vlm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws one request's tokens from its own random stream, so that a reply does not depend on who shares the batch. Order as in
 * Transformers: temperature, the k likeliest, then the nucleus of probability p.
 */
final class TokenChooser {
    private final Sampling sampling;
    private final SplittableRandom random;

    TokenChooser(Sampling sampling) {
        this.sampling = sampling;
        random = new SplittableRandom(sampling.seed());
    }

    boolean isGreedy() {
        return sampling.isGreedy();
    }

    /** A token from logits {@code [from, from + vocabulary)}; banned tokens have probability 0. */
    int choose(float[] logits, int from, int vocabulary, List<Integer> banned) {
        double[] weights = weights(logits, from, vocabulary, banned);
        boolean cut = sampling.topK() > 0 || sampling.topP() < 1;
        return cut
                ? drawLikeliest(weights)
                : draw(weights, IntStream.range(0, vocabulary).toArray(), vocabulary);
    }

    /** exp((logit - greatest) / temperature). */
    private double[] weights(float[] logits, int from, int vocabulary, List<Integer> banned) {
        double[] weights = new double[vocabulary];
        for (int token = 0; token < vocabulary; token++) {
            weights[token] = logits[from + token];
        }
        banned.forEach(token -> weights[token] = Double.NEGATIVE_INFINITY);
        double greatest = Arrays.stream(weights).max().orElseThrow();
        for (int token = 0; token < vocabulary; token++) {
            weights[token] = Math.exp((weights[token] - greatest) / sampling.temperature());
        }
        return weights;
    }

    private int drawLikeliest(double[] weights) {
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -weights[token]))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = sampling.topK() > 0 ? Math.min(sampling.topK(), order.length) : order.length;
        double total = 0;
        for (int i = 0; i < kept; i++) {
            total += weights[order[i]];
        }
        double sum = 0;
        int nucleus = 0;
        while (nucleus < kept && (nucleus == 0 || sum < sampling.topP() * total)) {
            sum += weights[order[nucleus++]];
        }
        return draw(weights, order, nucleus);
    }

    private int draw(double[] weights, int[] order, int count) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[order[i]];
        }
        double left = random.nextDouble() * total;
        int chosen = order[0];
        for (int i = 0; i < count; i++) {
            if (weights[order[i]] > 0) {
                chosen = order[i];
                left -= weights[order[i]];
                if (left < 0) {
                    break;
                }
            }
        }
        return chosen;
    }
}
