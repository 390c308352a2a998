package io.consilium.model.vlm;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Guesses how replies go on, so that one step of the network can confirm several tokens (speculative decoding by look-up,
 * arXiv 2304.04487): a reply goes on as it went on where its last tokens stood before, in the prompt, in the reply itself or in
 * recent replies. A guess decides nothing but how many steps a reply takes. Owned by the generator's thread.
 */
final class Drafts {
    private static final int[] NOTHING = new int[0];
    private static final int REMEMBERED = 16;
    /** No more than so many tokens are compared; of places that fit equally well, the latest is taken. */
    private static final int COMPARED = 4;

    private final int most;
    private final Deque<int[]> recent = new ArrayDeque<>();

    /** @param most tokens that a step may guess, over all its replies; 0 means none */
    Drafts(int most) {
        this.most = most;
    }

    /** How many tokens of each of so many replies may be guessed in a step. */
    int each(int replies) {
        return most / replies;
    }

    void remember(int[] reply) {
        recent.addFirst(reply);
        if (recent.size() > REMEMBERED) {
            recent.removeLast();
        }
    }

    /** What may follow the first {@code length} tokens of a prompt and its reply: {@code wanted} tokens or less. */
    int[] guess(int[] tokens, int length, int wanted) {
        if (wanted <= 0) {
            return NOTHING;
        }
        Place best = new Place(tokens, length, 0).best(tokens, length, tokens, length);
        for (int[] reply : recent) {
            best = best.best(reply, reply.length, tokens, length);
        }
        return best.next(wanted);
    }

    /** After {@code at} tokens of a text, of which the last {@code same} are those in question. */
    private record Place(int[] text, int length, int at, int same) {
        Place(int[] text, int length, int same) {
            this(text, length, length, same);
        }

        /** This or a better place in another text. */
        Place best(int[] other, int otherLength, int[] tokens, int length) {
            Place best = this;
            for (int end = otherLength - 1; end > 0 && best.same < COMPARED; end--) {
                int equal = equal(other, end, tokens, length);
                if (equal > best.same) {
                    best = new Place(other, otherLength, end, equal);
                }
            }
            return best;
        }

        private static int equal(int[] text, int end, int[] tokens, int length) {
            int limit = Math.min(COMPARED, Math.min(end, length));
            int count = 0;
            while (count < limit && text[end - 1 - count] == tokens[length - 1 - count]) {
                count++;
            }
            return count;
        }

        int[] next(int wanted) {
            return Arrays.copyOfRange(text, at, Math.min(length, at + wanted));
        }
    }
}
