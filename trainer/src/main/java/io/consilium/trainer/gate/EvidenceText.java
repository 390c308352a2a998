package io.consilium.trainer.gate;

import io.consilium.trainer.evaluation.FindingsTable;
import io.consilium.trainer.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Evidence for people. */
final class EvidenceText {
    private static final int SHOWN = 10;

    private EvidenceText() {}

    static String of(Evidence evidence) {
        StringBuilder text = new StringBuilder(evidence.passed() ? "PASSED" : "REFUSED").append('\n');
        evidence.refusals().forEach(reason -> line(text, "  - " + reason));
        evidence.waiver().ifPresent(waiver -> line(text, "  let through by " + waiver.by() + ": " + waiver.reason()));
        line(text, "\nProtocol");
        line(text, "  policy: " + evidence.policy() + ", " + evidence.policyHash());
        evidence.occasion().facts().forEach((name, value) -> line(text, "  " + name + ": " + value));
        if (!evidence.range().isEmpty()) {
            line(text, "  range: " + evidence.range());
        }
        line(text, "  at: " + evidence.at());
        evidence.change().ifPresent(change -> change(change, text));
        evidence.effect().ifPresent(effect -> {
            line(text, "\nCandidate on the held-out cases");
            text.append(TextTable.of(FindingsTable.of(effect.candidate())));
            line(text, "\nCandidate and champion, case by case");
            text.append(TextTable.of(FindingsTable.of(effect.comparison(), "candidate", "champion")));
        });
        return text.toString();
    }

    private static void change(Change change, StringBuilder text) {
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "%nWhat changed: %d of %d weights, by a norm of %.4g; files: %s",
                        change.changed().size(),
                        change.tensors(),
                        change.norm(),
                        change.files().isEmpty() ? "none" : String.join(", ", change.files())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("most changed", "how", "norm", "relative", "greatest"));
        change.changed().stream()
                .sorted(Comparator.comparingDouble(TensorChange::relative).reversed())
                .limit(SHOWN)
                .forEach(each -> rows.add(List.of(
                        each.name(),
                        each.kind().name().toLowerCase(Locale.ROOT),
                        String.format(Locale.ROOT, "%.4g", each.norm()),
                        String.format(Locale.ROOT, "%.4g", each.relative()),
                        String.format(Locale.ROOT, "%.4g", each.greatest()))));
        if (rows.size() > 1) {
            text.append(TextTable.of(rows));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
