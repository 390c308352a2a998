package io.consilium.standalone.learn;

import io.consilium.standalone.learn.VerdictCards.Changed;
import io.consilium.trainer.evaluation.FindingsTable;
import io.consilium.trainer.evaluation.Group;
import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.gate.Effect;
import io.consilium.trainer.report.Html;
import io.consilium.trainer.report.Report;
import io.consilium.trainer.sample.Difficulty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page of the demonstration of learning. */
final class LearnPage {
    private static final Set<String> CHARTS =
            Set.of("Reward", "Reward by difficulty", "Validation: accuracy", "Entropy", "KL to the reference");

    private final Learning learning;
    private final StringBuilder html = new StringBuilder();

    private LearnPage(Learning learning) {
        this.learning = learning;
    }

    static String of(Learning learning) {
        return new LearnPage(learning).write();
    }

    private String write() {
        html.append(Html.facts(facts()));
        section("Before and after", BeforeAfter.svg(learning) + table(LearnText.table(learning)) + remark("""
                Fresh pictures, the same before and after, that no training saw; their specialists were asked anew, so a
                case may be harder once than the other time. A case is easy when all its opinions are right, hard when none
                is. Wilson's intervals. rad, slake and path ask what the samples asked; omni and mmmu have another look and
                ask for diagnoses too, which no sample did."""));
        Changed changed = VerdictCards.of(learning);
        section(
                "Verdicts that changed",
                "<p>" + changed.summary() + "</p>\n<div class=\"charts\">\n" + changed.cards() + "</div>\n");
        section("What was learnt from", samples());
        learning.candidates().forEach(this::candidate);
        section("The change-over", swap());
        return Html.page("Consilium learns", "Consilium learns", lead(), html.toString());
    }

    private String lead() {
        return "Verdicts on fresh cases: " + share(learning.before(), Group.ALL) + " right before, "
                + share(learning.after(), Group.ALL) + " after. On hard cases, whose specialists are all wrong: "
                + share(learning.before(), hard()) + " before, " + share(learning.after(), hard()) + " after.";
    }

    private static Group hard() {
        return new Group(Group.By.DIFFICULTY, Difficulty.HARD.word());
    }

    private static String share(Exam exam, Group group) {
        return exam.scoreboard()
                .row(group)
                .map(Scoreboard.Row::accuracy)
                .map(Percent::of)
                .orElse("none");
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cases learnt from", String.valueOf(learning.samples().size()));
        facts.put("fresh cases", String.valueOf(learning.before().scores().size()));
        facts.put(
                "promoted",
                learning.promoted().isEmpty()
                        ? "nobody"
                        : String.join(", ", learning.promoted().keySet()));
        facts.put(
                "cases lost at the change-over", String.valueOf(learning.swap().withoutVerdict()));
        facts.put(
                "time", learning.took().toMinutes() + " min " + learning.took().toSecondsPart() + " s");
        return facts;
    }

    private String samples() {
        return "<p>" + Html.escape(LearnText.samples(learning.samples()).strip())
                + ". The attending physician hears three opinions of each; how many were right makes a sample easy, medium"
                + " or hard.</p>\n"
                + Html.facts(Map.of(
                        "range of the samples topic",
                        learning.range().range().toString(),
                        "data hash",
                        LearnText.brief(learning.dataHash())));
    }

    private void candidate(Candidate candidate) {
        StringBuilder body = new StringBuilder("<p>" + Html.escape(words(candidate)) + "</p>\n");
        candidate
                .decision()
                .evidence()
                .effect()
                .map(Effect::comparison)
                .ifPresent(comparison -> body.append(table(FindingsTable.of(comparison, "candidate", "champion"))));
        body.append(Report.charts(candidate.run(), CHARTS));
        String run = candidate.run().getFileName().toString();
        body.append("<p class=\"remark\"><a href=\"" + run + "/report.html\">the whole run</a> · <a href=\"evidence-"
                + run + ".txt\">the gate's evidence</a></p>\n");
        section(
                "Training of " + candidate.doctor() + ", and why it was "
                        + (candidate.decision().passed() ? "promoted" : "not promoted"),
                body.toString());
    }

    private String words(Candidate candidate) {
        String policy = "The gate asked both on the same held-out cases, by the policy "
                + candidate.decision().evidence().policy() + ": ";
        String version = learning.promoted().getOrDefault(candidate.doctor(), "");
        return policy
                + (candidate.decision().passed()
                        ? "the candidate passed. Version " + LearnText.brief(version) + " follows "
                                + LearnText.brief(candidate.champion()) + "."
                        : "refused. " + String.join("; ", candidate.decision().reasons()) + ".");
    }

    private String swap() {
        String decided = learning.swap().byAttending().entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%d by %s", each.getValue(), LearnText.brief(each.getKey())))
                .collect(Collectors.joining(", "));
        return "<p>" + learning.swap().scores().size() + " cases were on their way while versions changed; "
                + learning.swap().withoutVerdict() + " ended without a verdict. Decided " + Html.escape(decided)
                + ": a case ends with the versions that it began with.</p>\n";
    }

    private void section(String title, String body) {
        html.append("<h2>").append(Html.escape(title)).append("</h2>\n").append(body);
    }

    private static String remark(String text) {
        return "<p class=\"remark\">" + text + "</p>\n";
    }

    private static String table(List<List<String>> rows) {
        String head = rows.get(0).stream()
                .map(cell -> "<th>" + Html.escape(cell) + "</th>")
                .collect(Collectors.joining());
        String body = rows.stream()
                .skip(1)
                .map(row -> "<tr>" + row.stream().map(Html::cell).collect(Collectors.joining()) + "</tr>\n")
                .collect(Collectors.joining());
        return Html.table(head, body);
    }
}
