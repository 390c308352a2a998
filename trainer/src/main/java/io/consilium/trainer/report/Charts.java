package io.consilium.trainer.report;

import io.consilium.trainer.run.RunHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Which charts a run gets: those whose metrics it has logged. */
final class Charts {
    private static final String DEPARTMENT = "reward/department/";
    private static final String DIFFICULTY = "reward/difficulty/";
    private static final List<String> DIFFICULTIES = List.of("easy", "medium", "hard");

    private final RunHistory history;
    private final List<Chart> charts = new ArrayList<>();

    private Charts(RunHistory history) {
        this.history = history;
    }

    static List<Chart> of(RunHistory history) {
        Charts charts = new Charts(history);
        charts.learning();
        charts.validation();
        charts.course();
        return List.copyOf(charts.charts);
    }

    private void learning() {
        add("Reward", "mean of a step, and the spread within its groups", true, "reward", "reward_std");
        add("Parts of the reward", "mean of a step", true, "rewards/format/mean", "rewards/accuracy/mean");
        add(
                "Reward by difficulty",
                "",
                true,
                Charts::last,
                DIFFICULTIES.stream().map(DIFFICULTY::concat).toList());
        List<String> departments = history.metricNames().stream()
                .filter(name -> name.startsWith(DEPARTMENT))
                .toList();
        add("Reward by department", "", true, Charts::last, departments);
    }

    private void validation() {
        add("Validation: accuracy", "held-out samples", false, "eval/accuracy", "eval/format");
        add("Validation: reward", "held-out samples", false, "eval/reward");
    }

    private void course() {
        add("KL to the reference", "", true, "kl");
        add("Entropy", "", true, "entropy");
        lengths();
        add("Completions cut at the limit", "share", true, "completions/clipped_ratio");
        add("Groups without a difference", "share; they teach nothing", true, "frac_reward_zero_std");
        add("Gradient norm", "", true, "grad_norm");
        add("Learning rate", "", false, "learning_rate");
        add("Loss", "", true, "loss");
    }

    private void lengths() {
        List<Series> mean = series(List.of("completions/mean_length"), label -> "mean");
        SortedMap<Long, Double> least = history.series("completions/min_length");
        SortedMap<Long, Double> most = history.series("completions/max_length");
        // An area needs both borders at the same steps.
        least.keySet().retainAll(most.keySet());
        most.keySet().retainAll(least.keySet());
        if (!mean.isEmpty()) {
            List<SortedMap<Long, Double>> band = least.size() < 2 ? List.of() : List.of(least, most);
            String remark = band.isEmpty() ? "tokens" : "tokens: mean, and from the shortest to the longest";
            charts.add(new Chart("Completion length", remark, mean, band, true));
        }
    }

    private interface Label {
        String of(String metric);
    }

    private void add(String title, String remark, boolean smoothed, String... metrics) {
        add(title, remark, smoothed, metric -> metric, List.of(metrics));
    }

    private void add(String title, String remark, boolean smoothed, Label label, List<String> metrics) {
        List<Series> lines = series(metrics, label);
        if (!lines.isEmpty()) {
            charts.add(new Chart(title, remark, lines, List.of(), smoothed));
        }
    }

    private List<Series> series(List<String> metrics, Label label) {
        return metrics.stream()
                .map(metric -> new Series(label.of(metric), history.series(metric)))
                .filter(series -> !series.points().isEmpty())
                .toList();
    }

    private static String last(String metric) {
        return metric.substring(metric.lastIndexOf('/') + 1);
    }
}
