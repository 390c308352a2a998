package io.consilium.trainer.bpe;

import java.util.List;

/**
 * What a byte-level BPE tokenizer knows: its text tokens in the order of their ids, and the merges in the order in which
 * they are tried. Tokens are spelled in GPT-2's alphabet of 256 characters, one a byte.
 */
public record BytePairs(List<String> tokens, List<Merge> merges) {

    public BytePairs {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /** Two neighbouring tokens that become one. */
    public record Merge(String left, String right) {}
}
