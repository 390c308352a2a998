package io.consilium.model.vlm;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requests that share one prompt. A lane takes the whole group, prepares the prompt and keeps its computation until the last
 * member has started. After the hand-over it is owned by the lane's thread.
 */
final class PromptGroup {
    private final Supplier<PreparedPrompt> source;
    private final List<Request> members;
    private Optional<PreparedPrompt> prompt = Optional.empty();
    private Optional<Start> start = Optional.empty();
    private int waiting;

    /** The computed prompt and the logits that follow it. */
    record Start(KeyValueCache.Prefix prefix, float[] logits) {}

    PromptGroup(Supplier<PreparedPrompt> source, List<Sampling> samplings) {
        this.source = source;
        long queued = System.nanoTime();
        members = samplings.stream()
                .map(sampling -> new Request(this, sampling, new CompletableFuture<>(), queued))
                .toList();
        waiting = members.size();
    }

    List<Request> members() {
        return members;
    }

    /** Text and pictures to tokens and patches; a prompt that cannot be prepared or is too long fails every member. */
    boolean prepare(int maxLength) {
        try {
            PreparedPrompt prepared = source.get();
            members.forEach(member -> check(prepared.length(), member.sampling().maxNewTokens(), maxLength));
            prompt = Optional.of(prepared);
        } catch (RuntimeException e) {
            fail(e);
        }
        return prompt.isPresent();
    }

    private static void check(int prompt, int reply, int maxLength) {
        if ((long) prompt + reply > maxLength) {
            throw new PromptException("The prompt has " + prompt + " tokens and the reply may have " + reply
                    + "; together they may have " + maxLength + ". Shorten the text or send smaller pictures.");
        }
    }

    void fail(RuntimeException reason) {
        members.forEach(member -> member.future().completeExceptionally(reason));
    }

    PreparedPrompt prompt() {
        return prompt.orElseThrow();
    }

    Optional<Start> start() {
        return start;
    }

    void keep(Start computed) {
        start = Optional.of(computed);
    }

    boolean hasWaiting() {
        return waiting > 0;
    }

    /** One member has started or given up; the last one frees what was kept. */
    void left() {
        waiting--;
        if (waiting == 0) {
            start.ifPresent(kept -> kept.prefix().scope().close());
            start = Optional.empty();
        }
    }
}
