package io.consilium.trainer.report;

import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.StageSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The page of a run: one HTML text that asks nothing of the network and runs no script. */
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
        head();
        facts();
        highlights();
        stages();
        charts();
        if (!history.examples().isEmpty()) {
            section("Answers before and after", ExampleCards.html(history.examples()));
        }
        section(
                "Configuration",
                "<details><summary>as it was read, defaults included</summary><pre>"
                        + Html.escape(history.sheet().identity().configuration().yaml()) + "</pre></details>");
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void head() {
        RunIdentity identity = history.sheet().identity();
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s run of %s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <p class="lead">%s</p>
                """.formatted(
                        Html.escape(identity.kind()),
                        Html.escape(history.sheet().started().toString()),
                        style(),
                        Html.escape(RunWords.title(history)),
                        Html.escape(RunWords.state(history))));
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void facts() {
        html.append("<dl class=\"facts\">\n");
        RunWords.facts(history).forEach((name, value) -> html.append("<div><dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(value))
                .append("</dd></div>\n"));
        html.append("</dl>\n");
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
                    table("<th>metric</th><th>first</th><th>last</th><th>best</th>", body)
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
            section("Stages", table("<th>stage</th><th>samples</th><th>steps</th><th>why it ended</th>", body));
        }
    }

    private static String table(String head, String body) {
        return "<div class=\"wide\"><table>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + body
                + "</tbody>\n</table></div>\n";
    }

    private void charts() {
        List<Chart> charts = Charts.of(history);
        if (charts.isEmpty()) {
            section("Charts", "<p>No metrics were logged yet.</p>\n");
            return;
        }
        section(
                "Charts",
                "<div class=\"charts\">\n" + charts.stream().map(this::figure).collect(Collectors.joining())
                        + "</div>\n");
    }

    private String figure(Chart chart) {
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
