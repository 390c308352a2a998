package io.consilium.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What a model is worth, group by group. */
public record Scoreboard(List<Row> rows) {

    /**
     * A group's figures.
     *
     * @param interval of the accuracy
     * @param format share of the replies that keep the format
     * @param promptTokens a case, on average; so are {@code newTokens}
     */
    public record Row(
            Group group,
            int cases,
            double accuracy,
            Interval interval,
            double format,
            double promptTokens,
            double newTokens) {}

    public Scoreboard {
        rows = List.copyOf(rows);
    }

    public static Scoreboard of(List<Graded> graded) {
        List<Row> rows = new ArrayList<>();
        Group.of(graded)
                .forEach((group, places) ->
                        rows.add(row(group, places.stream().map(graded::get).toList())));
        return new Scoreboard(rows);
    }

    private static Row row(Group group, List<Graded> graded) {
        double right = graded.stream().mapToDouble(Graded::right).sum();
        return new Row(
                group,
                graded.size(),
                right / graded.size(),
                Interval.wilson(Math.min(right, graded.size()), graded.size()),
                mean(graded, Graded::format),
                mean(graded, Graded::promptTokens),
                mean(graded, Graded::newTokens));
    }

    private static double mean(List<Graded> graded, ToDoubleFunction<Graded> value) {
        return graded.stream().mapToDouble(value).average().orElseThrow();
    }

    public Optional<Row> row(Group group) {
        return rows.stream().filter(row -> row.group().equals(group)).findFirst();
    }

    /** The mean over the sets, each counted the same however many cases it has; empty where there is one set. */
    public Optional<Double> meanOfSets() {
        var mean = rows.stream()
                .filter(row -> row.group().by() == Group.By.SET)
                .mapToDouble(Row::accuracy)
                .average();
        return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
    }
}
