package io.consilium.model.vlm;

import java.util.Iterator;
import java.util.List;

/**
 * Multimodal rotary positions of one prompt ({@code get_rope_index} of Transformers, pictures only): text counts on all three
 * axes alike; a picture's tokens share the time of its place and count rows and columns; what follows goes on after the
 * greatest position so far.
 *
 * @param axes {@code [3][tokens]}: time, height, width
 * @param next the position of the first generated token
 */
record RopePositions(long[][] axes, long next) {

    static RopePositions of(int[] tokens, int imageToken, List<PatchGrid> grids, int merge) {
        long[][] axes = new long[3][tokens.length];
        Iterator<PatchGrid> pictures = grids.iterator();
        long next = 0;
        for (int at = 0; at < tokens.length; ) {
            if (tokens[at] != imageToken) {
                fill(axes, at++, next, next, next);
                next++;
                continue;
            }
            PatchGrid grid = pictures.next();
            int rows = grid.rows() / merge;
            int columns = grid.columns() / merge;
            for (int i = 0; i < rows * columns; i++) {
                fill(axes, at++, next, next + i / columns, next + i % columns);
            }
            next += Math.max(rows, columns);
        }
        return new RopePositions(axes, next);
    }

    private static void fill(long[][] axes, int at, long time, long height, long width) {
        axes[0][at] = time;
        axes[1][at] = height;
        axes[2][at] = width;
    }
}
