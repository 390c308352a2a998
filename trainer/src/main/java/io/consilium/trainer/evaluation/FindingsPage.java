package io.consilium.trainer.evaluation;

import io.consilium.trainer.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Findings as a page: tables, with each interval drawn beside its numbers. */
final class FindingsPage {
    private static final int WIDTH = 200;

    private FindingsPage() {}

    static String of(Findings findings) {
        StringBuilder body = new StringBuilder(Html.facts(findings.occasion().facts()));
        body.append("<h2>Accuracy</h2>\n").append(accuracy(findings.scoreboard()));
        findings.comparison().ifPresent(comparison -> body.append("<h2>Against the other, on the same cases</h2>\n")
                .append(differences(comparison)));
        findings.confusion().ifPresent(confusion -> body.append("<h2>Where triage sends cases</h2>\n")
                .append(table(FindingsTable.of(confusion), List.of())));
        Scoreboard.Row all = findings.scoreboard().row(Group.ALL).orElseThrow();
        String lead = Percent.of(all.accuracy()) + " right of " + all.cases() + " cases (95 %: "
                + Percent.of(all.interval()) + ")";
        String name = findings.occasion().doctors().values().iterator().next().name();
        return Html.page("evaluation of " + name, "Evaluation of " + name, lead, body.toString());
    }

    private static String accuracy(Scoreboard scoreboard) {
        List<String> bars = scoreboard.rows().stream()
                .map(row -> bar(row.interval(), row.accuracy(), 0, 1))
                .toList();
        return table(FindingsTable.of(scoreboard), bars) + remark("Wilson's intervals; the bars go from 0 to 100 %.");
    }

    private static String differences(Comparison comparison) {
        double most = comparison.rows().stream()
                .map(row -> row.difference().interval())
                .mapToDouble(range -> Math.max(Math.abs(range.low()), Math.abs(range.high())))
                .max()
                .orElse(1);
        double edge = Math.max(most, 0.01);
        List<String> bars = comparison.rows().stream()
                .map(row -> bar(row.difference().interval(), row.difference().mean(), -edge, edge))
                .toList();
        return table(FindingsTable.of(comparison, "model", "against"), bars)
                + remark(
                        "Points of a hundred, with a paired bootstrap's interval; the bars' middle is no difference. p is"
                                + " McNemar's exact test's.");
    }

    private static String remark(String text) {
        return "<p class=\"remark\">" + text + "</p>\n";
    }

    /** @param bars drawings at the end of the rows, the first rows' first */
    private static String table(List<List<String>> rows, List<String> bars) {
        String head = rows.get(0).stream()
                .map(cell -> "<th>" + Html.escape(cell) + "</th>")
                .collect(Collectors.joining());
        String body = IntStream.range(1, rows.size())
                .mapToObj(i -> "<tr>"
                        + rows.get(i).stream().map(Html::cell).collect(Collectors.joining())
                        + (i <= bars.size() ? "<td>" + bars.get(i - 1) + "</td>" : "") + "</tr>\n")
                .collect(Collectors.joining());
        return Html.table(head + (bars.isEmpty() ? "" : "<th></th>"), body);
    }

    private static String bar(Interval interval, double value, double from, double to) {
        return String.format(
                Locale.ROOT,
                "<svg class=\"s0\" viewBox=\"0 0 %d 14\" style=\"width:%dpx\" aria-hidden=\"true\">"
                        + "<line class=\"grid\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"14\"/>"
                        + "<line x1=\"%.1f\" y1=\"7\" x2=\"%.1f\" y2=\"7\" stroke=\"currentColor\" stroke-width=\"2\"/>"
                        + "<circle class=\"dot\" cx=\"%.1f\" cy=\"7\" r=\"3.5\"/></svg>",
                WIDTH,
                WIDTH,
                WIDTH / 2,
                WIDTH / 2,
                place(interval.low(), from, to),
                place(interval.high(), from, to),
                place(value, from, to));
    }

    private static double place(double value, double from, double to) {
        return 4 + (WIDTH - 8) * (value - from) / (to - from);
    }
}
