package io.consilium.trainer.evaluation;

import java.util.Locale;

/** How an answer is made of replies. */
public enum Mode {
    /** The likeliest tokens, one reply. */
    GREEDY,
    /** The mean over several drawn replies: how good one draw is. */
    SAMPLED,
    /** What most of several drawn replies say (self-consistency, Wang et al. 2022). */
    VOTE,
    /** A greedy reply of the attending physician to its own drawn drafts as opinions (ensemble refinement, Med-PaLM 2). */
    REFINE;

    /** As commands and files spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
