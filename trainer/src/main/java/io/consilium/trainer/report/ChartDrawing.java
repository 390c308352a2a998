package io.consilium.trainer.report;

import io.consilium.trainer.run.StageSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws a chart as an SVG: stages as bands, ticks, lines, and points that tell their value when pointed at. */
final class ChartDrawing {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 250;
    private static final int LEFT = 52;
    private static final int RIGHT = 10;
    private static final int TOP = 20;
    private static final int BOTTOM = 24;
    private static final int MOST_POINTS = 240;
    private static final int MOST_TOUCHES = 120;
    /** Up to so many lines the points behind them can still be told apart. */
    private static final int FEW_LINES = 3;
    /** Up to so many points each gets a dot. */
    private static final int FEW_POINTS = 12;
    /** About the pixels of a letter of a stage's name. */
    private static final double LETTER = 6.2;

    private final Chart chart;
    private final List<StageSpan> stages;
    private final Scale across;
    private final Scale up;
    private final StringBuilder svg = new StringBuilder();

    private ChartDrawing(Chart chart, List<StageSpan> stages, long lastStep) {
        this.chart = chart;
        this.stages = stages;
        double[] values = Stream.concat(chart.lines().stream().map(Series::points), chart.band().stream())
                .flatMapToDouble(points -> points.values().stream().mapToDouble(Double::doubleValue))
                .toArray();
        this.across = Scale.ofSteps(0, lastStep, 6, LEFT, WIDTH - RIGHT);
        this.up = Scale.around(
                DoubleStream.of(values).min().orElseThrow(),
                DoubleStream.of(values).max().orElseThrow(),
                4,
                HEIGHT - BOTTOM,
                TOP);
    }

    /** @param lastStep of the run: all charts of a page span the same steps */
    static String svg(Chart chart, List<StageSpan> stages, long lastStep) {
        return new ChartDrawing(chart, stages, lastStep).draw();
    }

    private String draw() {
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                HEIGHT,
                Html.escape(chart.title() + " by step")));
        stageBands();
        axes();
        band();
        for (int i = 0; i < chart.lines().size(); i++) {
            line(chart.lines().get(i), "s" + i % Palette.COLOURS);
        }
        return svg.append("</svg>\n").toString();
    }

    private void stageBands() {
        for (int i = 0; i < stages.size(); i++) {
            StageSpan stage = stages.get(i);
            double from = across.place(Math.min(stage.fromStep(), across.high()));
            double width = across.place(Math.min(stage.toStep(), across.high())) - from;
            String name = Html.escape(stage.name());
            add(
                    "<g><title>stage %s, steps %d to %d</title><rect class=\"stage%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\""
                            + " height=\"%d\"/>",
                    name, stage.fromStep(), stage.toStep(), i % 2, from, TOP, width, HEIGHT - BOTTOM - TOP);
            if (stage.name().length() * LETTER < width) {
                add("<text class=\"stage\" x=\"%.1f\" y=\"%d\">%s</text>", from + width / 2, TOP - 6, name);
            }
            add("</g>%n");
        }
    }

    private void axes() {
        for (double value : up.ticks()) {
            double y = up.place(value);
            add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y);
            add("<text class=\"left\" x=\"%d\" y=\"%.1f\">%s</text>%n", LEFT - 6, y + 4, up.label(value));
        }
        for (double step : across.ticks()) {
            add(
                    "<text class=\"below\" x=\"%.1f\" y=\"%d\">%d</text>%n",
                    across.place(step), HEIGHT - 6, Math.round(step));
        }
    }

    private void band() {
        if (chart.band().size() < 2) {
            return;
        }
        List<String> outline = new ArrayList<>(places(chart.band().get(0)));
        List<String> back = places(chart.band().get(1));
        for (int i = back.size() - 1; i >= 0; i--) {
            outline.add(back.get(i));
        }
        add("<polygon class=\"band\" points=\"%s\"/>%n", String.join(" ", outline));
    }

    private void line(Series series, String colour) {
        SortedMap<Long, Double> points = Smoothing.thin(series.points(), MOST_POINTS);
        SortedMap<Long, Double> trend =
                chart.smoothed() ? Smoothing.smooth(points, Smoothing.weightFor(points.size())) : points;
        add("<g class=\"%s\">", colour);
        if (!trend.equals(points) && chart.lines().size() <= FEW_LINES) {
            add("<polyline class=\"raw\" points=\"%s\"/>%n", String.join(" ", places(points)));
        }
        add("<polyline class=\"line\" points=\"%s\"/>%n", String.join(" ", places(trend)));
        if (points.size() <= FEW_POINTS) {
            points.forEach((step, value) -> add(
                    "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", across.place(step), up.place(value)));
        }
        add("</g>%n");
        touches(series);
    }

    /** Invisible circles on real values, evenly left out where there are many. */
    private void touches(Series series) {
        int most = chart.lines().size() <= FEW_LINES ? MOST_TOUCHES : MOST_TOUCHES / 3;
        int every = (series.points().size() + most - 1) / most;
        add("<g class=\"touch\">%n");
        int i = 0;
        for (Map.Entry<Long, Double> point : series.points().entrySet()) {
            if (i++ % every == 0) {
                add(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\"><title>step %d: %s %s</title></circle>%n",
                        across.place(point.getKey()),
                        up.place(point.getValue()),
                        point.getKey(),
                        Html.escape(series.label()),
                        Numbers.words(point.getValue()));
            }
        }
        add("</g>%n");
    }

    private List<String> places(SortedMap<Long, Double> points) {
        return Smoothing.thin(points, MOST_POINTS).entrySet().stream()
                .map(point -> String.format(
                        Locale.ROOT, "%.1f,%.1f", across.place(point.getKey()), up.place(point.getValue())))
                .collect(Collectors.toList());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
