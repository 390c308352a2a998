package io.consilium.trainer.evaluation;

import io.consilium.trainer.evaluation.Examinee.Said;
import java.util.List;

/** Tokens that went into an answer. */
record Cost(long promptTokens, long newTokens) {
    /** Of replies to one prompt, which is computed once for all. */
    static Cost of(List<Said> replies) {
        return new Cost(
                replies.stream().mapToLong(Said::promptTokens).max().orElse(0),
                replies.stream().mapToLong(Said::newTokens).sum());
    }

    Cost plus(Cost other) {
        return new Cost(promptTokens + other.promptTokens, newTokens + other.newTokens);
    }
}
