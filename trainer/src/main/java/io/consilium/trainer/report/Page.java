package io.consilium.trainer.report;

import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.StageSpan;
import java.util.List;
import java.util.stream.Collectors;

/** The page of a run. */
final class Page {
    private final RunHistory history;
    private final StringBuilder html = new StringBuilder();

    private Page(RunHistory history) {
        this.history = history;
    }

    static String of(RunHistory history) {
        return new Page(history).write();
    }

    private String write() {
        html.append(Html.facts(RunWords.facts(history)));
        highlights();
        stages();
        charts();
        if (!history.examples().isEmpty()) {
            section("Answers before and after", ExampleCards.html(history.examples()));
        }
        RunIdentity identity = history.sheet().identity();
        section(
                "Configuration",
                "<details><summary>as it was read, defaults included</summary><pre>"
                        + Html.escape(identity.configuration().yaml()) + "</pre></details>");
        return Html.page(
                identity.kind() + " run of " + history.sheet().started(),
                RunWords.title(history),
                RunWords.state(history),
                html.toString());
    }

    private void highlights() {
        List<Highlights.Row> rows = Highlights.of(history);
        if (!rows.isEmpty()) {
            String body = rows.stream()
                    .map(row -> "<tr>" + Html.cell(row.metric()) + Html.cell(row.first()) + Html.cell(row.last())
                            + Html.cell(row.best()) + "</tr>\n")
                    .collect(Collectors.joining());
            section(
                    "First, last and best",
                    Html.table("<th>metric</th><th>first</th><th>last</th><th>best</th>", body)
                            + "<p class=\"remark\">Values of single steps; the charts show the trend.</p>\n");
        }
    }

    private void stages() {
        List<StageSpan> stages = history.stages();
        if (!stages.isEmpty()) {
            String body = stages.stream()
                    .map(stage -> "<tr>" + Html.cell(stage.name()) + Html.cell(String.valueOf(stage.samples()))
                            + Html.cell(String.valueOf(stage.steps())) + Html.cell(RunWords.end(stage)) + "</tr>\n")
                    .collect(Collectors.joining());
            section("Stages", Html.table("<th>stage</th><th>samples</th><th>steps</th><th>why it ended</th>", body));
        }
    }

    private void charts() {
        List<Chart> charts = Charts.of(history);
        if (charts.isEmpty()) {
            section("Charts", "<p>No metrics were logged yet.</p>\n");
            return;
        }
        section(
                "Charts",
                "<div class=\"charts\">\n"
                        + charts.stream().map(chart -> figure(chart, history)).collect(Collectors.joining())
                        + "</div>\n");
    }

    static String figure(Chart chart, RunHistory history) {
        StringBuilder legend = new StringBuilder();
        for (int i = 0; chart.lines().size() > 1 && i < chart.lines().size(); i++) {
            legend.append("<span class=\"key s").append(i % Palette.COLOURS).append("\">");
            legend.append(Html.escape(chart.lines().get(i).label())).append("</span> ");
        }
        return "<figure>\n<figcaption>" + Html.escape(chart.title()) + " <small>" + Html.escape(chart.remark())
                + "</small></figcaption>\n" + ChartDrawing.svg(chart, history.stages(), history.lastStep())
                + "<p class=\"legend\">" + legend + "</p>\n</figure>\n";
    }

    private void section(String title, String body) {
        html.append("<h2>").append(title).append("</h2>\n").append(body);
    }
}
