package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the tokens of a picture are put into attention windows: windows of equal length lie together, so that each kind is one
 * batch. Inside the tower only this order is seen, {@code back} undoes it, so it need not be Transformers' own.
 *
 * @param order for each place in window order the token in picture order
 * @param back the inverse of {@code order}
 * @param runs (number of windows, their length in patches) for each length
 * @param angles {@code [patches, headSize/2]} in window order: rotary angles of row, then of column
 */
record WindowPlan(long[] order, long[] back, long[] runs, float[] angles) {
    private static final double THETA = 10_000;

    static WindowPlan of(PatchGrid grid, VisionConfig vision) {
        List<List<Integer>> windows = windows(grid, vision);
        windows.sort(
                Comparator.comparing((List<Integer> window) -> window.size()).reversed());
        long[] order = windows.stream()
                .flatMap(List::stream)
                .mapToLong(Integer::longValue)
                .toArray();
        long[] back = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            back[(int) order[i]] = i;
        }
        return new WindowPlan(order, back, runs(windows, vision.unit()), angles(order, grid, vision));
    }

    private static List<List<Integer>> windows(PatchGrid grid, VisionConfig vision) {
        int rows = grid.rows() / vision.merge();
        int columns = grid.columns() / vision.merge();
        int side = vision.windowTokens();
        List<List<Integer>> windows = new ArrayList<>();
        for (int top = 0; top < rows; top += side) {
            for (int left = 0; left < columns; left += side) {
                List<Integer> window = new ArrayList<>();
                for (int row = top; row < Math.min(top + side, rows); row++) {
                    for (int column = left; column < Math.min(left + side, columns); column++) {
                        window.add(row * columns + column);
                    }
                }
                windows.add(window);
            }
        }
        return windows;
    }

    private static long[] runs(List<List<Integer>> windows, int unit) {
        List<long[]> runs = new ArrayList<>();
        for (List<Integer> window : windows) {
            long length = (long) window.size() * unit;
            if (runs.isEmpty() || runs.get(runs.size() - 1)[1] != length) {
                runs.add(new long[] {0, length});
            }
            runs.get(runs.size() - 1)[0]++;
        }
        return runs.stream().flatMapToLong(java.util.Arrays::stream).toArray();
    }

    private static float[] angles(long[] order, PatchGrid grid, VisionConfig vision) {
        int quarter = vision.headSize() / 4;
        int columns = grid.columns() / vision.merge();
        float[] angles = new float[order.length * vision.unit() * 2 * quarter];
        int at = 0;
        for (long token : order) {
            for (int inner = 0; inner < vision.unit(); inner++) {
                long row = token / columns * vision.merge() + inner / vision.merge();
                long column = token % columns * vision.merge() + inner % vision.merge();
                for (int i = 0; i < 2 * quarter; i++) {
                    double inverse = Math.pow(THETA, -(double) (i % quarter) / quarter);
                    angles[at++] = (float) ((i < quarter ? row : column) * (double) (float) inverse);
                }
            }
        }
        return angles;
    }
}
