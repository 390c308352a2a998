package io.consilium.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of findings in words, the head first: the same in a terminal and on a page. */
public final class FindingsTable {
    private FindingsTable() {}

    /** A row a group. */
    public static List<List<String>> of(Scoreboard scoreboard) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cases", "n", "accuracy", "95 %", "format", "new tokens", "prompt tokens"));
        scoreboard
                .rows()
                .forEach(row -> rows.add(List.of(
                        row.group().words(),
                        String.valueOf(row.cases()),
                        Percent.of(row.accuracy()),
                        Percent.of(row.interval()),
                        Percent.of(row.format()),
                        number(row.newTokens()),
                        number(row.promptTokens()))));
        scoreboard
                .meanOfSets()
                .ifPresent(mean -> rows.add(List.of("mean of sets", "", Percent.of(mean), "", "", "", "")));
        return rows;
    }

    /** A row a group. */
    public static List<List<String>> of(Comparison comparison, String here, String there) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cases", "n", here, there, "points (95 %)", "only " + here, "only " + there, "p"));
        comparison
                .rows()
                .forEach(row -> rows.add(List.of(
                        row.group().words(),
                        String.valueOf(row.cases()),
                        Percent.of(row.here()),
                        Percent.of(row.there()),
                        Percent.of(row.difference()),
                        String.valueOf(row.onlyHere()),
                        String.valueOf(row.onlyThere()),
                        row.p() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", row.p()))));
        return rows;
    }

    static List<List<String>> of(Confusion confusion) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("right \\ said"));
        head.addAll(confusion.columns());
        rows.add(head);
        confusion.counts().forEach((department, counts) -> {
            List<String> row = new ArrayList<>(List.of(department));
            counts.forEach(count -> row.add(count == 0 ? "·" : String.valueOf(count)));
            rows.add(row);
        });
        return rows;
    }

    private static String number(double tokens) {
        return String.format(Locale.ROOT, "%.1f", tokens);
    }
}
