package io.consilium.trainer.report;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An exponential moving average without the pull towards its start: {@code y_i = Σ_j w^(i-j) x_j / Σ_j w^(i-j)}, as
 * TensorBoard smooths.
 */
final class Smoothing {
    private Smoothing() {}

    /** @param weight of the past, from 0 (no smoothing) to below 1 */
    static SortedMap<Long, Double> smooth(SortedMap<Long, Double> points, double weight) {
        SortedMap<Long, Double> smooth = new TreeMap<>();
        double sum = 0;
        double weights = 0;
        for (var point : points.entrySet()) {
            sum = sum * weight + point.getValue();
            weights = weights * weight + 1;
            smooth.put(point.getKey(), sum / weights);
        }
        return smooth;
    }

    /** Remembers about a tenth of the points, so that a short run and a long one look alike. */
    static double weightFor(int points) {
        return points < 10 ? 0 : 1 - 1 / (points / 10.0 + 1);
    }

    /** At most {@code most} points, each the mean of its neighbours, so that a long run's page stays small. */
    static SortedMap<Long, Double> thin(SortedMap<Long, Double> points, int most) {
        int together = (points.size() + most - 1) / most;
        if (together <= 1) {
            return points;
        }
        SortedMap<Long, Double> thin = new TreeMap<>();
        double sum = 0;
        int seen = 0;
        for (var point : points.entrySet()) {
            sum += point.getValue();
            seen++;
            if (seen % together == 0 || seen == points.size()) {
                int count = (seen - 1) % together + 1;
                thin.put(point.getKey(), sum / count);
                sum = 0;
            }
        }
        return thin;
    }
}
