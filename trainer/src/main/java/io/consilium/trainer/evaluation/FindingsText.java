package io.consilium.trainer.evaluation;

import io.consilium.trainer.report.TextTable;

/** Findings for the terminal. */
final class FindingsText {
    private FindingsText() {}

    static String of(Findings findings) {
        StringBuilder text = new StringBuilder();
        findings.occasion()
                .facts()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        text.append('\n').append(TextTable.of(FindingsTable.of(findings.scoreboard())));
        findings.comparison().ifPresent(comparison -> text.append("\nHeld against the other, on the same cases\n")
                .append(TextTable.of(FindingsTable.of(comparison, "model", "against"))));
        findings.confusion().ifPresent(confusion -> text.append("\nWhere triage sends cases\n")
                .append(TextTable.of(FindingsTable.of(confusion))));
        return text.toString();
    }
}
