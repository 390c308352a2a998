package io.consilium.trainer.reproduce;

import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.report.Html;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings for people: a terminal, a README, a page. */
final class FindingsText {
    private FindingsText() {}

    static String text(Findings findings) {
        return FindingsTables.of(findings).stream().map(Table::text).collect(Collectors.joining("\n")) + "\n"
                + lead(findings);
    }

    static String markdown(Findings findings) {
        return lead(findings) + "\n\n"
                + FindingsTables.of(findings).stream().map(Table::markdown).collect(Collectors.joining("\n"));
    }

    static String html(Findings findings) {
        String tables = FindingsTables.of(findings).stream().map(Table::html).collect(Collectors.joining());
        String study = "<h2>Study</h2>\n<details><summary>as it was read, defaults included</summary><pre>"
                + Html.escape(findings.study().configuration().yaml()) + "</pre></details>\n";
        return Html.page(
                "The paper's tables on phantoms",
                "The paper's tables on phantoms",
                lead(findings),
                Html.facts(findings.facts()) + tables + study);
    }

    private static String lead(Findings findings) {
        Summary summary = Summary.of(findings);
        return String.format(
                Locale.ROOT,
                "C-MARL against supervised fine-tuning: %+.1f %% relative on the mean of the five sets (%s points), hard"
                        + " cases %s points. Triage in-domain %s. Against the frozen pipeline: %s.",
                100 * summary.relativeGainOverSft(),
                Percent.of(summary.meanOverSft()),
                Percent.of(summary.hardOverSft()),
                Percent.of(summary.triageAccuracy().mean()),
                summary.overFrozen().entrySet().stream()
                        .map(each -> each.getKey() + " " + Percent.points(each.getValue()))
                        .collect(Collectors.joining(", ")));
    }
}
