package io.consilium.standalone.learn;

import io.consilium.trainer.evaluation.Group;
import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws accuracies before and after as pairs of bars, with their intervals. */
final class BeforeAfter {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 230;
    private static final int TOP = 22;
    private static final int BOTTOM = 200;
    private static final int BAR = 44;

    private final StringBuilder svg = new StringBuilder();

    private BeforeAfter() {}

    /** All cases, then easy, medium and hard ones. */
    static String svg(Learning learning) {
        return new BeforeAfter()
                .draw(learning.before().scoreboard(), learning.after().scoreboard());
    }

    private String draw(Scoreboard before, Scoreboard after) {
        add(
                "<figure style=\"max-width:42rem\"><figcaption>Verdicts right <small>%%, with 95 %% intervals</small></figcaption>"
                        + "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"accuracy before and after\">%n",
                WIDTH, HEIGHT);
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = y(percent / 100.0);
            add("<line class=\"grid\" x1=\"30\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", WIDTH, y, y);
            add("<text class=\"left\" x=\"26\" y=\"%.1f\">%d</text>%n", y + 4, percent);
        }
        List<Group> groups = before.rows().stream()
                .map(Scoreboard.Row::group)
                .filter(group -> group.by() == Group.By.ALL || group.by() == Group.By.DIFFICULTY)
                .toList();
        for (int i = 0; i < groups.size(); i++) {
            double middle = 30 + (WIDTH - 30) * (i + 0.5) / groups.size();
            bar(before.row(groups.get(i)), middle - BAR - 3, "s1");
            bar(after.row(groups.get(i)), middle + 3, "s0");
            add(
                    "<text class=\"below\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    middle, BOTTOM + 18, Html.escape(groups.get(i).words()));
        }
        return svg.append("</svg><p class=\"legend\"><span class=\"key s1\">before</span> "
                        + "<span class=\"key s0\">after</span></p></figure>\n")
                .toString();
    }

    private void bar(Optional<Scoreboard.Row> row, double x, String colour) {
        row.ifPresent(figures -> {
            double top = y(figures.accuracy());
            double centre = x + BAR / 2.0;
            add(
                    "<g class=\"%s\"><title>%s of %d cases (%s)</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%d\""
                            + " height=\"%.1f\" fill=\"currentColor\" opacity=\"0.75\"/>",
                    colour,
                    Percent.of(figures.accuracy()),
                    figures.cases(),
                    Percent.of(figures.interval()),
                    x,
                    top,
                    BAR,
                    BOTTOM - top);
            add(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\" stroke-width=\"2\"/>",
                    centre,
                    centre,
                    y(figures.interval().low()),
                    y(figures.interval().high()));
            add(
                    "<text class=\"below\" x=\"%.1f\" y=\"%.1f\">%.0f</text></g>%n",
                    centre, y(figures.interval().high()) - 4, 100 * figures.accuracy());
        });
    }

    private static double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
