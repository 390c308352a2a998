package io.consilium.model.vlm;

import java.util.Arrays;
import java.util.List;

/**
 * Reply groups of one size side by side, right-padded. Rows are replies, in the order of their prompts; place t of a row
 * predicts the reply's token t.
 */
public final class ReplyBatch {
    private final List<ReplyGroup> groups;
    private final Batch prompts;
    private final int size;
    private final int width;

    /** @throws PromptException when the groups have different numbers of replies */
    public ReplyBatch(List<ReplyGroup> groups) {
        this.groups = List.copyOf(groups);
        size = groups.get(0).size();
        if (groups.stream().anyMatch(group -> group.size() != size)) {
            throw new PromptException("Groups that are computed together need the same number of replies: " + groups);
        }
        prompts = Batch.rightPadded(groups.stream().map(ReplyGroup::prompt).toList(), 0);
        // A reply's last token is no input, and the network needs one input at least.
        width = Math.max(
                2, groups.stream().mapToInt(ReplyGroup::longestReply).max().orElseThrow());
    }

    /** Replies. */
    public int rows() {
        return groups.size() * size;
    }

    /** Tokens of the longest reply, 2 at least. */
    public int width() {
        return width;
    }

    /** {@code [rows·width]}: the replies' tokens; 0 behind their ends. */
    public long[] targets() {
        long[] targets = new long[rows() * width];
        for (int row = 0; row < rows(); row++) {
            int[] reply = reply(row);
            for (int i = 0; i < reply.length; i++) {
                targets[row * width + i] = reply[i];
            }
        }
        return targets;
    }

    /** {@code [rows·width]}: 1 for a reply's token, 0 behind its end. */
    public float[] mask() {
        float[] mask = new float[rows() * width];
        for (int row = 0; row < rows(); row++) {
            Arrays.fill(mask, row * width, row * width + reply(row).length, 1);
        }
        return mask;
    }

    Batch prompts() {
        return prompts;
    }

    /** Inputs: all of a reply but its last token, {@code [rows·(width-1)]}. */
    long[] inputs() {
        long[] inputs = new long[rows() * (width - 1)];
        for (int row = 0; row < rows(); row++) {
            int[] reply = reply(row);
            for (int i = 0; i < reply.length - 1; i++) {
                inputs[row * (width - 1) + i] = reply[i];
            }
        }
        return inputs;
    }

    /** Rotary positions of the inputs, {@code [3·rows·(width-1)]}: all axes alike, on from the prompt's. */
    long[] positions() {
        int area = rows() * (width - 1);
        long[] positions = new long[3 * area];
        for (int row = 0; row < rows(); row++) {
            long next = groups.get(row / size).prompt().positions().next();
            for (int i = 0; i < width - 1; i++) {
                positions[row * (width - 1) + i] = next + i;
            }
        }
        System.arraycopy(positions, 0, positions, area, area);
        System.arraycopy(positions, 0, positions, 2 * area, area);
        return positions;
    }

    /** {@code [prompts·width of prompts]}: 0 for a token, minus infinity for padding. */
    float[] hidden() {
        float[] hidden = new float[prompts.keep().length];
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = prompts.keep()[i] == 1 ? 0 : Float.NEGATIVE_INFINITY;
        }
        return hidden;
    }

    /** Where the prompts end in {@code [prompts·width of prompts]}. */
    long[] last() {
        long[] last = new long[groups.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = (long) i * prompts.width() + groups.get(i).prompt().length() - 1;
        }
        return last;
    }

    private int[] reply(int row) {
        return groups.get(row / size).replies().get(row % size);
    }
}
