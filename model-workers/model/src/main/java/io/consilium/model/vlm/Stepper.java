package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.HostTensor;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.List;

/**
 * The two computations of generation over one cache: prompts into rows, and one token for every row in a single script call.
 * Inputs and results lie in memory shared with PyTorch. Owned by one thread.
 */
final class Stepper implements AutoCloseable {
    private final VisionLanguageModel model;
    private final Network network;
    private final TextConfig text;
    private final int slots;
    private final int places;
    private final int threads;
    private final Scope scope = Scope.open();
    private final KeyValueCache cache;
    private final Tensor ropeTable;
    private final Tensor banned;
    private final HostTensor inputs;
    private final HostTensor best;
    private Scope biasScope = Scope.open();
    private HostTensor bias;

    /** @param drafts most guessed tokens of a step, over all its rows */
    Stepper(VisionLanguageModel model, int slots, int maxLength, int threads, int drafts) {
        this.model = model;
        this.slots = slots;
        this.threads = threads;
        network = model.network();
        text = network.config().text();
        // Rows with fewer guesses than others are computed as far beyond their ends.
        int longest = maxLength + drafts;
        places = slots + drafts;
        cache = new KeyValueCache(network, model.type(), slots, longest);
        ropeTable = network.script().tensor(scope, "rope_table", longest, network.inverseFrequencies());
        banned = scope.floats(banned());
        inputs = scope.host(ElementType.I64, 2L * places + 2L * places * text.keyValueHeads());
        best = scope.host(ElementType.F32, places, 2);
        bias = biasScope.host(ElementType.F32, (long) places * cache.capacity());
    }

    private float[] banned() {
        float[] penalty = new float[text.vocabulary()];
        model.special().placeholders().forEach(token -> penalty[token] = Float.NEGATIVE_INFINITY);
        return penalty;
    }

    KeyValueCache cache() {
        return cache;
    }

    /** For each row the likeliest token and the logarithm of its probability; then all logits, where they are asked for. */
    record Scores(float[] best, float[] logits) {
        int token(int row) {
            return (int) best[2 * row];
        }

        float logprob(int row) {
            return best[2 * row + 1];
        }

        int rows() {
            return best.length / 2;
        }

        int vocabulary() {
            return 2 * logits.length / best.length;
        }

        /** Of any token, by its distance from the likeliest one. */
        float logprob(int row, int token) {
            int from = row * vocabulary();
            return logprob(row) + (logits[from + token] - logits[from + token(row)]);
        }
    }

    /** Computes prompts into rows first, first + 1, …. */
    Scores prefill(List<PreparedPrompt> prompts, int first) {
        Torch.threads(threads);
        Batch batch = Batch.rightPadded(prompts, 0);
        ensure(batch.width());
        long[] last = new long[prompts.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = (long) i * batch.width() + prompts.get(i).length() - 1;
        }
        try (Scope step = Scope.open()) {
            Tensor logits = network.script()
                    .tensor(
                            step,
                            "prefill",
                            network.embed(step, batch),
                            network.textWeights(),
                            network.fusedText(),
                            network.angles(step, batch),
                            cache.layers(),
                            first,
                            step.longs(last),
                            text.keyValueHeads(),
                            text.headSize(),
                            text.epsilon());
            return scores(step, logits, prompts.size(), true);
        }
    }

    /** What {@link #prefill} returned for a row, for another member of its group. */
    Scores scores(float[] logits) {
        try (Scope step = Scope.open()) {
            return scores(step, step.floats(logits, 1, logits.length), 1, true);
        }
    }

    private Scores scores(Scope step, Tensor logits, int rows, boolean all) {
        Tensor out = step.host(ElementType.F32, rows, 2).tensor();
        network.script().effect("best", logits, banned, out);
        return new Scores(out.toFloats(), all ? logits.toFloats() : new float[0]);
    }

    /**
     * Appends each row's last token and guessed ones and scores what follows each: as many places for every row as the one with
     * the longest guess needs; those beyond a row's own guess say nothing.
     */
    Scores decode(List<Row> rows, List<int[]> guesses, boolean allLogits) {
        Torch.threads(threads);
        int width = 1 + guesses.stream().mapToInt(guess -> guess.length).max().orElseThrow();
        int longest = rows.stream().mapToInt(Row::cachePosition).max().orElseThrow() + width;
        ensure(longest);
        boolean even = width == 1 && rows.stream().allMatch(row -> row.cachePosition() + 1 == longest);
        for (int i = 0; i < rows.size(); i++) {
            write(rows.get(i), guesses.get(i), i, width);
        }
        if (!even) {
            hide(rows, width, longest);
        }
        try (Scope step = Scope.open()) {
            Tensor logits = network.script()
                    .tensor(
                            step,
                            "decode",
                            network.textWeights(),
                            network.fusedText(),
                            ropeTable,
                            cache.layers(),
                            inputs.tensor(),
                            even ? Script.NONE : bias.tensor(),
                            banned,
                            best.tensor(),
                            rows.size() * width,
                            places,
                            width,
                            longest,
                            text.keyValueHeads(),
                            text.headSize(),
                            text.epsilon());
            float[] scores = new float[2 * rows.size() * width];
            best.memory().asFloatBuffer().get(scores);
            return new Scores(scores, allLogits ? logits.toFloats() : new float[0]);
        }
    }

    private void write(Row row, int[] guess, int index, int width) {
        int heads = text.keyValueHeads();
        for (int i = 0; i < width; i++) {
            int place = index * width + i;
            int position = row.cachePosition() + i;
            int token = i == 0 ? row.lastToken() : i <= guess.length ? guess[i - 1] : 0;
            inputs.memory().putLong(8 * place, token);
            inputs.memory().putLong(8 * (places + place), row.ropePosition() + i);
            for (int head = 0; head < heads; head++) {
                int at = 2 * places + place * 2 * heads + head;
                long key = (long) index * heads + head;
                long value = key + (long) slots * heads;
                inputs.memory().putLong(8 * at, key * cache.capacity() + position);
                inputs.memory().putLong(8 * (at + heads), value * cache.capacity() + position);
            }
        }
    }

    /** Each place sees its row up to itself. */
    private void hide(List<Row> rows, int width, int length) {
        for (int place = 0; place < rows.size() * width; place++) {
            int last = rows.get(place / width).cachePosition() + place % width;
            for (int at = 0; at < length; at++) {
                bias.memory().putFloat(4 * (place * length + at), at <= last ? 0 : Float.NEGATIVE_INFINITY);
            }
        }
    }

    private void ensure(int length) {
        if (cache.ensure(length)) {
            biasScope.close();
            biasScope = Scope.open();
            bias = biasScope.host(ElementType.F32, (long) places * cache.capacity());
        }
    }

    @Override
    public void close() {
        biasScope.close();
        cache.close();
        scope.close();
    }
}
