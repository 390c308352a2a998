package io.consilium.standalone.learn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.evaluation.FindingsJson;
import io.consilium.trainer.evaluation.Group;
import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.report.TextTable;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The demonstration of learning in words for a terminal, and as JSON for programs. */
final class LearnText {
    private LearnText() {}

    static String rightBy(Exam exam) {
        Scoreboard board = exam.scoreboard();
        return "      verdicts right: "
                + board.rows().stream()
                        .filter(row ->
                                row.group().by() == Group.By.ALL || row.group().by() == Group.By.DIFFICULTY)
                        .map(row -> row.group().words() + " " + Percent.of(row.accuracy()) + " of " + row.cases())
                        .collect(Collectors.joining(", "));
    }

    static String samples(List<Sample> samples) {
        return "      " + samples.size() + " samples: "
                + Arrays.stream(Difficulty.values())
                        .map(difficulty -> difficulty.word() + " " + count(samples, difficulty))
                        .collect(Collectors.joining(", "));
    }

    static long count(List<Sample> samples, Difficulty difficulty) {
        return samples.stream()
                .filter(sample -> sample.difficulty().filter(difficulty::equals).isPresent())
                .count();
    }

    static String decision(Candidate candidate) {
        String reasons = String.join("; ", candidate.decision().reasons());
        return "      gate: " + candidate.doctor()
                + (candidate.decision().passed() ? " passed" : " refused: " + reasons);
    }

    static String swap(Swap swap) {
        return "      " + swap.scores().size() + " cases meanwhile, " + swap.withoutVerdict()
                + " without a verdict; decided "
                + swap.byAttending().entrySet().stream()
                        .map(each -> "by " + brief(each.getKey()) + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    static String brief(String version) {
        return version.substring(0, Math.min(12, version.length()));
    }

    /** Before and after, side by side. */
    static List<List<String>> table(Learning learning) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("fresh cases", "n", "before", "95 %", "n", "after", "95 %"));
        Scoreboard before = learning.before().scoreboard();
        Scoreboard after = learning.after().scoreboard();
        for (Scoreboard.Row was : before.rows()) {
            if (was.group().by() != Group.By.DEPARTMENT) {
                after.row(was.group())
                        .ifPresent(is -> rows.add(List.of(
                                was.group().words(),
                                String.valueOf(was.cases()),
                                Percent.of(was.accuracy()),
                                Percent.of(was.interval()),
                                String.valueOf(is.cases()),
                                Percent.of(is.accuracy()),
                                Percent.of(is.interval()))));
            }
        }
        rows.add(List.of(
                "triage right",
                String.valueOf(learning.before().scores().size()),
                Percent.of(learning.before().triage()),
                "",
                String.valueOf(learning.after().scores().size()),
                Percent.of(learning.after().triage()),
                ""));
        return rows;
    }

    static String text(Learning learning, Path page) {
        return TextTable.of(table(learning)) + String.format("%npage: %s%n", page.toUri());
    }

    static ObjectNode json(Learning learning, Path page) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("before", FindingsJson.of(learning.before().scoreboard()));
        root.set("after", FindingsJson.of(learning.after().scoreboard()));
        root.put("triage_before", learning.before().triage())
                .put("triage_after", learning.after().triage())
                .put("samples", learning.samples().size())
                .put("range", learning.range().range().toString())
                .put("data_hash", learning.dataHash());
        ObjectNode promoted = root.putObject("promoted");
        learning.promoted().forEach(promoted::put);
        root.put("cases_during_swap", learning.swap().scores().size())
                .put("without_verdict_during_swap", learning.swap().withoutVerdict())
                .put("seconds", learning.took().toSeconds())
                .put("page", page.toString());
        return root;
    }
}
