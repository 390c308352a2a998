package io.consilium.model.vlm;

import io.consilium.model.tensor.Torch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Continuous batching: rows 0 to n-1 of the cache are in use; waiting requests join behind them, and a row that ends is
 * replaced by the last one, so that every step computes n rows and no idle one. Owned by the generator's thread.
 */
final class GenerationLoop implements AutoCloseable {
    /** Prompts are computed together up to about this many tokens, to bound memory and the delay of the other rows. */
    private static final int TOKENS_AT_ONCE = 8_192;

    private final VisionLanguageModel model;
    private final Stepper stepper;
    private final Drafts drafts;
    private final int slots;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final List<Row> rows = new ArrayList<>();

    GenerationLoop(VisionLanguageModel model, int slots, int maxLength, int threads, int drafts) {
        this.model = model;
        this.slots = slots;
        Torch.inference(true);
        stepper = new Stepper(model, slots, maxLength, threads, drafts);
        this.drafts = new Drafts(drafts);
    }

    void add(List<Request> requests) {
        waiting.addAll(requests);
    }

    boolean hasRoom() {
        return rows.size() + waiting.size() < slots;
    }

    boolean isIdle() {
        return waiting.isEmpty() && rows.isEmpty();
    }

    /** Lets waiting requests join, then computes one token for every row, or more where they were guessed. */
    void step() {
        dropCancelled();
        admit();
        if (rows.isEmpty()) {
            return;
        }
        boolean sampled = rows.stream().anyMatch(row -> !row.chooser().isGreedy());
        int most = drafts.each(rows.size());
        List<int[]> guesses = rows.stream().map(row -> row.guess(drafts, most)).toList();
        try {
            Stepper.Scores scores = stepper.decode(rows, guesses, sampled);
            int width = scores.rows() / rows.size();
            for (int i = 0; i < rows.size(); i++) {
                extend(rows.get(i), guesses.get(i), scores, i * width);
            }
        } catch (RuntimeException e) {
            failRows(e);
            return;
        }
        finishRows();
    }

    /** Chooses the next token, and goes on as long as it was guessed: only then what follows the guess counts. */
    private void extend(Row row, int[] guess, Stepper.Scores scores, int index) {
        int at = 0;
        do {
            choose(row, scores, index + at);
        } while (at < guess.length
                && row.lastToken() == guess[at++]
                && row.finish(model.special().ends()).isEmpty());
    }

    private void dropCancelled() {
        waiting.removeIf(request -> {
            boolean cancelled = request.future().isDone();
            if (cancelled) {
                request.group().left();
            }
            return cancelled;
        });
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).request().future().isDone()) {
                remove(i);
            }
        }
    }

    private void admit() {
        while (rows.size() < slots && !waiting.isEmpty()) {
            PromptGroup first = waiting.peek().group();
            if (first.start().isPresent()) {
                join(waiting.poll(), first.start().get());
            } else {
                prefill(fresh());
            }
            finishRows();
        }
    }

    /** The next requests that fit, one of each prompt that is not computed yet; the order of the rest stays. */
    private List<Request> fresh() {
        Map<PromptGroup, Request> chosen = new LinkedHashMap<>();
        int width = 0;
        for (Request request : waiting) {
            width = Math.max(width, request.group().prompt().length());
            boolean full = chosen.size() == slots - rows.size() || width * (chosen.size() + 1) > TOKENS_AT_ONCE;
            if (full && !chosen.isEmpty()) {
                break;
            }
            if (request.group().start().isEmpty()) {
                chosen.putIfAbsent(request.group(), request);
            }
        }
        waiting.removeAll(chosen.values());
        return List.copyOf(chosen.values());
    }

    private void prefill(List<Request> requests) {
        long started = System.nanoTime();
        int first = rows.size();
        Stepper.Scores scores;
        try {
            scores = stepper.prefill(
                    requests.stream().map(request -> request.group().prompt()).toList(), first);
        } catch (RuntimeException e) {
            alone(requests, e);
            return;
        }
        for (int i = 0; i < requests.size(); i++) {
            PromptGroup group = requests.get(i).group();
            group.left();
            if (group.hasWaiting()) {
                keep(group, first + i, scores, i);
            }
            start(requests.get(i), started, scores, i);
        }
    }

    /** After a failed batch each prompt is tried by itself, so that only the one that fails suffers. */
    private void alone(List<Request> requests, RuntimeException failure) {
        if (requests.size() == 1) {
            requests.get(0).group().left();
            requests.get(0).future().completeExceptionally(failure);
            return;
        }
        requests.forEach(request -> prefill(List.of(request)));
    }

    private void keep(PromptGroup group, int row, Stepper.Scores scores, int index) {
        int vocabulary = scores.vocabulary();
        float[] logits = java.util.Arrays.copyOfRange(scores.logits(), index * vocabulary, (index + 1) * vocabulary);
        group.keep(
                new PromptGroup.Start(stepper.cache().save(row, group.prompt().length()), logits));
    }

    private void join(Request request, PromptGroup.Start start) {
        long started = System.nanoTime();
        stepper.cache().restore(start.prefix(), rows.size());
        Stepper.Scores scores = stepper.scores(start.logits());
        request.group().left();
        start(request, started, scores, 0);
    }

    private void start(Request request, long started, Stepper.Scores scores, int index) {
        Row row = new Row(request, started);
        rows.add(row);
        choose(row, scores, index);
    }

    private void choose(Row row, Stepper.Scores scores, int index) {
        long now = System.nanoTime();
        if (row.chooser().isGreedy()) {
            row.add(scores.token(index), scores.logprob(index), now);
            return;
        }
        int vocabulary = scores.vocabulary();
        int from = index * vocabulary;
        int token = row.chooser()
                .choose(scores.logits(), from, vocabulary, model.special().placeholders());
        row.add(token, scores.logprob(index, token), now);
    }

    private void finishRows() {
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            Optional<FinishReason> finish = row.finish(model.special().ends());
            if (finish.isPresent()) {
                remove(i);
                Completion completion = row.completion(model, finish.get(), System.nanoTime());
                drafts.remember(completion.tokens());
                row.request().future().complete(completion);
            }
        }
    }

    /** The last row takes the place of the one that leaves. */
    private void remove(int index) {
        int last = rows.size() - 1;
        Row moved = rows.remove(last);
        if (index != last) {
            rows.set(index, moved);
            stepper.cache().copyRow(last, index, moved.cachePosition());
        }
    }

    private void failRows(RuntimeException failure) {
        rows.forEach(row -> row.request().future().completeExceptionally(failure));
        rows.clear();
    }

    /** Nothing is left pending. */
    @Override
    public void close() {
        RuntimeException closed = new IllegalStateException("The generator was closed before the reply was finished.");
        failRows(closed);
        waiting.forEach(request -> {
            request.group().left();
            request.future().completeExceptionally(closed);
        });
        waiting.clear();
        stepper.close();
        Torch.inference(false);
    }
}
