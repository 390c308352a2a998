package io.consilium.model.vlm;

import java.util.Arrays;
import java.util.List;

/** A prompt, ready for the network, and replies to it, each with its end token where it has one. Immutable. */
public final class ReplyGroup {
    private final PreparedPrompt prompt;
    private final List<int[]> replies;

    ReplyGroup(PreparedPrompt prompt, List<int[]> replies) {
        if (replies.isEmpty() || replies.stream().anyMatch(reply -> reply.length == 0)) {
            throw new PromptException("A prompt to learn from needs replies of at least one token.");
        }
        this.prompt = prompt;
        this.replies = List.copyOf(replies);
    }

    PreparedPrompt prompt() {
        return prompt;
    }

    List<int[]> replies() {
        return replies;
    }

    public int size() {
        return replies.size();
    }

    /** Tokens that the network computes: the prompt once, and every reply. */
    public int tokens() {
        return prompt.length()
                + replies.stream().mapToInt(reply -> reply.length).sum();
    }

    int longestReply() {
        return replies.stream().mapToInt(reply -> reply.length).max().orElseThrow();
    }

    /** The replies' lengths in tokens. */
    public int[] lengths() {
        return replies.stream().mapToInt(reply -> reply.length).toArray();
    }

    @Override
    public String toString() {
        return "ReplyGroup[prompt=" + prompt.length() + ", replies=" + Arrays.toString(lengths()) + "]";
    }
}
