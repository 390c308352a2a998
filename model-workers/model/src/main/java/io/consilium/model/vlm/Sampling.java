package io.consilium.model.vlm;

/**
 * How the tokens of one request are chosen.
 *
 * @param maxNewTokens at least 1
 * @param temperature 0 means greedy
 * @param topP nucleus: the smallest set of tokens with at least this probability; 1 means all
 * @param topK the k likeliest tokens; 0 means all
 * @param seed of the request's own random stream
 * @param ignoreEos go on after an end token until maxNewTokens
 */
public record Sampling(int maxNewTokens, double temperature, double topP, int topK, long seed, boolean ignoreEos) {

    public Sampling {
        if (maxNewTokens < 1) {
            throw new PromptException("maxNewTokens must be at least 1, not " + maxNewTokens + ".");
        }
        if (!(temperature >= 0) || temperature > 100) {
            throw new PromptException("temperature must be within 0 and 100, not " + temperature + ".");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new PromptException("topP must be above 0 and at most 1, not " + topP + ".");
        }
        if (topK < 0) {
            throw new PromptException("topK must be 0 (all) or more, not " + topK + ".");
        }
    }

    public static Sampling greedy(int maxNewTokens) {
        return new Sampling(maxNewTokens, 0, 1, 0, 0, false);
    }

    public static Sampling temperature(int maxNewTokens, double temperature, long seed) {
        return new Sampling(maxNewTokens, temperature, 1, 0, seed, false);
    }

    boolean isGreedy() {
        return temperature == 0;
    }
}
