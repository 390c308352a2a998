package io.consilium.trainer.report;

import io.consilium.problem.FatalException;
import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.run.StageSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells of a run from its directory alone: as a page, and as a few lines for the terminal. */
public final class Report {
    static final String NAME = "report.html";

    private Report() {}

    /**
     * Writes the page into the run's directory; it may be done while the run goes on.
     *
     * @return the page's file
     * @throws FatalException when there is no run, or the page cannot be written
     */
    public static Path write(Path run) {
        String page = Page.of(RunHistory.read(run));
        Path file = run.resolve(NAME);
        try {
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Some charts of a run, for a page that tells of more than the run.
     *
     * @param titles of the wanted ones; those without metrics are left out
     */
    public static String charts(Path run, Set<String> titles) {
        RunHistory history = RunHistory.read(run);
        return Charts.of(history).stream()
                .filter(chart -> titles.contains(chart.title()))
                .map(chart -> Page.figure(chart, history))
                .collect(Collectors.joining("", "<div class=\"charts\">\n", "</div>\n"));
    }

    /** @throws FatalException when there is no run */
    public static String text(Path run) {
        RunHistory history = RunHistory.read(run);
        StringBuilder text = new StringBuilder();
        text.append(RunWords.title(history)).append('\n');
        text.append(RunWords.state(history)).append('\n');
        stages(history, text);
        values(history, text);
        return text.toString();
    }

    private static void stages(RunHistory history, StringBuilder text) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("stage", "samples", "steps", "why it ended"));
        for (StageSpan stage : history.stages()) {
            rows.add(List.of(
                    stage.name(), String.valueOf(stage.samples()), String.valueOf(stage.steps()), RunWords.end(stage)));
        }
        if (rows.size() > 1) {
            text.append('\n').append(TextTable.of(rows));
        }
    }

    private static void values(RunHistory history, StringBuilder text) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("metric", "first", "last", "best"));
        for (Highlights.Row row : Highlights.of(history)) {
            rows.add(List.of(row.metric(), row.first(), row.last(), row.best()));
        }
        text.append('\n').append(rows.size() > 1 ? TextTable.of(rows) : "No metrics were logged yet.\n");
    }
}
