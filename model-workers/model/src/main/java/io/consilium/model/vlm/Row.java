package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request while it is computed: its tokens so far and its place in the cache. Owned by the generator's thread. */
final class Row {
    private final Request request;
    private final TokenChooser chooser;
    private final long startedNanos;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Float> logprobs = new ArrayList<>();
    private long firstTokenNanos;

    Row(Request request, long startedNanos) {
        this.request = request;
        this.startedNanos = startedNanos;
        chooser = new TokenChooser(request.sampling());
    }

    Request request() {
        return request;
    }

    TokenChooser chooser() {
        return chooser;
    }

    void add(int token, float logprob, long nanos) {
        if (tokens.isEmpty()) {
            firstTokenNanos = nanos;
        }
        tokens.add(token);
        logprobs.add(logprob);
    }

    int lastToken() {
        return tokens.get(tokens.size() - 1);
    }

    /** Where the last token goes in the cache: everything before it is there already. */
    int cachePosition() {
        return request.group().prompt().length() + tokens.size() - 1;
    }

    long ropePosition() {
        return request.group().prompt().positions().next() + tokens.size() - 1;
    }

    Optional<FinishReason> finish(List<Integer> ends) {
        Sampling sampling = request.sampling();
        if (!sampling.ignoreEos() && ends.contains(lastToken())) {
            return Optional.of(FinishReason.STOP);
        }
        return tokens.size() < sampling.maxNewTokens() ? Optional.empty() : Optional.of(FinishReason.LENGTH);
    }

    Completion completion(VisionLanguageModel model, FinishReason finish, long nanos) {
        float[] scores = new float[logprobs.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = logprobs.get(i);
        }
        return new Completion(
                model.text(tokens),
                tokens.stream().mapToInt(Integer::intValue).toArray(),
                request.group().prompt().length(),
                finish,
                scores,
                request.queuedNanos(),
                startedNanos,
                firstTokenNanos,
                nanos);
    }
}
