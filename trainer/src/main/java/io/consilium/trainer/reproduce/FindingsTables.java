package io.consilium.trainer.reproduce;

import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.reproduce.Standing.Part;
import io.consilium.trainer.sample.Difficulty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of a study in words, the same for terminal, README and page. */
final class FindingsTables {
    private static final List<String> IN_DOMAIN = words(CaseBook.IN_DOMAIN);
    private static final List<String> SHIFTED = words(CaseBook.SHIFTED);
    private static final int SHORT_HASH = 12;

    private FindingsTables() {}

    private static List<String> words(List<PhantomSet> sets) {
        return sets.stream().map(PhantomSet::word).toList();
    }

    /** As many as were examined, in order. */
    static List<String> sets(Findings findings) {
        return findings.needed(Study.FROZEN).marks().get(0).stream()
                .map(Mark::set)
                .distinct()
                .toList();
    }

    static List<Table> of(Findings findings) {
        return List.of(
                accuracy(findings),
                difficulty(findings),
                differences(findings),
                triage(findings),
                settings(findings),
                compute(findings));
    }

    private static Table accuracy(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "method", "rad", "slake", "path", "in-domain", "omni", "mmmu", "shifted", "mean of five (95 %)"));
        for (Standing each : findings.standings()) {
            List<String> row = new ArrayList<>(List.of(each.title()));
            IN_DOMAIN.forEach(set -> row.add(mean(each, Part.sets(List.of(set)))));
            row.add(mean(each, Part.sets(IN_DOMAIN)));
            SHIFTED.forEach(set -> row.add(mean(each, Part.sets(List.of(set)))));
            row.add(mean(each, Part.sets(SHIFTED)));
            row.add(ranged(each.accuracy(Part.all())));
            rows.add(row);
        }
        String remark = "Accuracy in %, greedy, on " + findings.study().cases().test()
                + " cases a set that nothing was trained or chosen with; " + intervals(findings) + ".";
        return new Table("Accuracy by set.", remark, rows);
    }

    private static String intervals(Findings findings) {
        return findings.study().seeds() == 1
                ? "one seed, Wilson's intervals over the cases"
                : "means of " + findings.study().seeds()
                        + " seeds with Student's intervals over the seeds (what is not trained: Wilson's over the cases)";
    }

    private static Table difficulty(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("method"));
        for (Difficulty each : Difficulty.values()) {
            long cases =
                    findings.difficulty().values().stream().filter(each::equals).count();
            head.add(each.word() + " (" + cases + " cases)");
        }
        rows.add(head);
        for (Standing each : findings.standings()) {
            List<String> row = new ArrayList<>(List.of(each.title()));
            Stream.of(Difficulty.values())
                    .map(hard -> each.accuracy(Part.hardness(findings.difficulty(), hard)))
                    .forEach(figure -> row.add(ranged(figure)));
            rows.add(row);
        }
        return new Table(
                "Accuracy by difficulty.",
                "All five sets; a case is easy, medium or hard by what the frozen pipeline's three specialists said of"
                        + " it, the same for all methods.",
                rows);
    }

    private static Table differences(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("method", "mean over SFT", "relative", "hard over SFT", "mean over frozen"));
        Standing sft = findings.needed(Study.SFT);
        Standing frozen = findings.needed(Study.FROZEN);
        Part hard = Part.hardness(findings.difficulty(), Difficulty.HARD);
        double base = sft.accuracy(Part.all()).mean();
        for (Standing each : findings.standings()) {
            rows.add(List.of(
                    each.title(),
                    Percent.of(Summary.difference(each, sft, Part.all())),
                    Percent.points(each.accuracy(Part.all()).mean() / base - 1) + " %",
                    Percent.of(Summary.difference(each, sft, hard)),
                    Percent.of(Summary.difference(each, frozen, Part.all()))));
        }
        return new Table(
                "Differences.",
                "Points of a hundred on the same cases, averaged over the seeds, with a paired bootstrap's 95 % interval"
                        + " over the cases.",
                rows);
    }

    private static Table triage(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("triage", "in-domain (95 %)", "shifted (95 %)"));
        int test = findings.study().cases().test();
        Findings.Triage first = findings.triage().get(0);
        rows.add(List.of(
                "frozen",
                ranged(Figure.of(List.of(first.frozenInDomain()), IN_DOMAIN.size() * test)),
                ranged(Figure.of(List.of(first.frozenShifted()), SHIFTED.size() * test))));
        Summary summary = Summary.of(findings);
        rows.add(List.of("after GRPO", ranged(summary.triageAccuracy()), ranged(summary.triageShifted())));
        return new Table("Triage.", "Share of the test cases that are sent to the right department.", rows);
    }

    private static Table settings(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("method", "setting", "validation accuracy", "chosen"));
        tried(rows, "triage", findings.triageTried(), findings.triage().get(0).trained());
        for (Standing each : findings.standings()) {
            if (!each.tried().isEmpty()) {
                tried(rows, each.title(), each.tried(), each.trained().get(0));
            }
        }
        return new Table(
                "Settings tried.",
                "With the first seed, on its validation cases; the best is used with all seeds.",
                rows);
    }

    private static void tried(List<List<String>> rows, String title, List<Trained> tried, Trained chosen) {
        tried.forEach(each -> rows.add(List.of(
                title,
                each.setting(),
                Percent.of(each.validation()),
                each.version().equals(chosen.version()) ? "yes" : "")));
    }

    private static Table compute(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "method",
                "seconds",
                "updates",
                "completions sampled",
                "tokens learnt from",
                "tokens a test case",
                "checkpoint of the first seed"));
        for (Standing each : findings.standings()) {
            List<Trained> runs = each.trained();
            rows.add(List.of(
                    each.title(),
                    whole(runs.stream().mapToDouble(Trained::seconds).average().orElse(0)),
                    whole(runs.stream().mapToDouble(Trained::steps).average().orElse(0)),
                    whole(runs.stream()
                            .mapToDouble(Trained::completions)
                            .average()
                            .orElse(0)),
                    whole(runs.stream().mapToDouble(Trained::tokens).average().orElse(0)),
                    String.format(Locale.ROOT, "%.1f", each.newTokens()),
                    runs.isEmpty() ? "" : runs.get(0).version().substring(0, SHORT_HASH)));
        }
        return new Table("Compute.", "A training of the attending physician, on average over the seeds.", rows);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String mean(Standing standing, Part part) {
        return String.format(Locale.ROOT, "%.1f", 100 * standing.accuracy(part).mean());
    }

    private static String ranged(Figure figure) {
        return String.format(Locale.ROOT, "%.1f (%s)", 100 * figure.mean(), Percent.of(figure.interval()));
    }
}
