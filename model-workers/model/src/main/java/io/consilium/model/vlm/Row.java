package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One request while it is computed: its tokens so far and its place in the cache. Owned by the generator's thread. */
final class Row {
    private final Request request;
    private final TokenChooser chooser;
    private final long startedNanos;
    /** Prompt and reply. */
    private final int[] tokens;

    private int length;
    private final List<Float> logprobs = new ArrayList<>();
    private long firstTokenNanos;

    Row(Request request, long startedNanos) {
        this.request = request;
        this.startedNanos = startedNanos;
        chooser = new TokenChooser(request.sampling());
        PreparedPrompt prompt = request.group().prompt();
        length = prompt.length();
        tokens = Arrays.copyOf(prompt.tokens(), length + request.sampling().maxNewTokens());
    }

    Request request() {
        return request;
    }

    TokenChooser chooser() {
        return chooser;
    }

    void add(int token, float logprob, long nanos) {
        if (logprobs.isEmpty()) {
            firstTokenNanos = nanos;
        }
        tokens[length++] = token;
        logprobs.add(logprob);
    }

    int lastToken() {
        return tokens[length - 1];
    }

    /** Where the last token goes in the cache: everything before it is there already. */
    int cachePosition() {
        return length - 1;
    }

    long ropePosition() {
        return request.group().prompt().positions().next() + logprobs.size() - 1;
    }

    /** Guessed tokens that may follow, fewer than may still be chosen. */
    int[] guess(Drafts drafts, int most) {
        return drafts.guess(tokens, length, Math.min(most, tokens.length - length - 1));
    }

    Optional<FinishReason> finish(List<Integer> ends) {
        Sampling sampling = request.sampling();
        if (!sampling.ignoreEos() && ends.contains(lastToken())) {
            return Optional.of(FinishReason.STOP);
        }
        return length < tokens.length ? Optional.empty() : Optional.of(FinishReason.LENGTH);
    }

    Completion completion(VisionLanguageModel model, FinishReason finish, long nanos) {
        float[] scores = new float[logprobs.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = logprobs.get(i);
        }
        int[] reply = Arrays.copyOfRange(tokens, length - scores.length, length);
        return new Completion(
                model.text(reply),
                reply,
                request.group().prompt().length(),
                finish,
                scores,
                request.queuedNanos(),
                startedNanos,
                firstTokenNanos,
                nanos);
    }
}
