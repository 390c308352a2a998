package io.consilium.trainer.report;

import io.consilium.trainer.run.RunHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** First, last and best values of the metrics that say whether a run learned. */
final class Highlights {
    private enum Better {
        HIGHER,
        LOWER,
        /** No value is better than another, such as of an entropy. */
        NEITHER
    }

    /** A row in words; {@code best} is empty where there is no better or worse. */
    record Row(String metric, String first, String last, String best) {}

    private record Watched(String metric, Better better) {}

    private static final List<Watched> WATCHED = List.of(
            new Watched("eval/accuracy", Better.HIGHER),
            new Watched("eval/reward", Better.HIGHER),
            new Watched("eval/format", Better.HIGHER),
            new Watched("reward", Better.HIGHER),
            new Watched("rewards/accuracy/mean", Better.HIGHER),
            new Watched("rewards/format/mean", Better.HIGHER),
            new Watched("frac_reward_zero_std", Better.LOWER),
            new Watched("kl", Better.NEITHER),
            new Watched("entropy", Better.NEITHER),
            new Watched("completions/mean_length", Better.NEITHER),
            new Watched("completions/clipped_ratio", Better.LOWER));

    private Highlights() {}

    static List<Row> of(RunHistory history) {
        List<Row> rows = new ArrayList<>();
        WATCHED.forEach(watched -> add(watched.metric(), watched.better(), history, rows));
        // GRPO's loss is about 0 whatever is learned; where nothing is rewarded, the loss is what counts.
        boolean rewarded = rows.stream().anyMatch(row -> row.metric().equals("reward"));
        add("loss", rewarded ? Better.NEITHER : Better.LOWER, history, rows);
        return rows;
    }

    private static void add(String metric, Better better, RunHistory history, List<Row> rows) {
        SortedMap<Long, Double> points = history.series(metric);
        if (!points.isEmpty()) {
            rows.add(new Row(
                    metric,
                    Numbers.words(points.get(points.firstKey())),
                    Numbers.words(points.get(points.lastKey())),
                    best(points, better)));
        }
    }

    private static String best(SortedMap<Long, Double> points, Better better) {
        Comparator<Map.Entry<Long, Double>> order = Map.Entry.comparingByValue();
        Stream<Map.Entry<Long, Double>> stream = points.entrySet().stream();
        return switch (better) {
            case HIGHER -> stream.max(order).map(Highlights::atStep).orElse("");
            case LOWER -> stream.min(order).map(Highlights::atStep).orElse("");
            case NEITHER -> "";
        };
    }

    private static String atStep(Map.Entry<Long, Double> point) {
        return Numbers.words(point.getValue()) + " (step " + point.getKey() + ")";
    }
}
