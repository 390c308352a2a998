package io.consilium.model.vlm;

import java.util.Optional;

/** Requests that share one prompt; its computation is kept until the last of them has started. Owned by the generator's thread. */
final class PromptGroup {
    private final PreparedPrompt prompt;
    private int waiting;
    private Optional<Start> start = Optional.empty();

    /** The computed prompt and the logits that follow it. */
    record Start(KeyValueCache.Prefix prefix, float[] logits) {}

    PromptGroup(PreparedPrompt prompt, int members) {
        this.prompt = prompt;
        waiting = members;
    }

    PreparedPrompt prompt() {
        return prompt;
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
