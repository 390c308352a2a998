package io.consilium.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.Opinion;
import io.consilium.record.Reply;
import io.consilium.record.ReviewReason;
import io.consilium.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The demonstration's results as a table for people, and line by line for programs. */
final class DemoReport {
    private static final String ROW = "%-14s %-16s %-34s %-16s %-6s %6s  %s%n";

    private final List<Score> scores = new ArrayList<>();

    void add(Score score) {
        scores.add(score);
    }

    boolean allDecided() {
        return scores.stream()
                .allMatch(score -> score.verdict().flatMap(Verdict::getAnswer).isPresent());
    }

    static ObjectNode json(Score score) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("case_id", score.ended().reply().getCaseId());
        line.put("department", score.verdict().flatMap(Verdict::getDepartment).orElse(null));
        var opinions = line.putArray("opinions");
        score.opinions().forEach(opinion -> opinions.add(opinion.getAnswer().orElse(null)));
        line.put("verdict", score.verdict().flatMap(Verdict::getAnswer).orElse(null));
        line.put("correct", score.verdictRight());
        line.put("ms", score.ended().took().toMillis());
        return line;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(ROW, "case", "department", "opinions", "verdict", "right", "ms", "review"));
        scores.stream().map(DemoReport::row).sorted().forEach(table::append);
        return table.toString();
    }

    private static String row(Score score) {
        Reply reply = score.ended().reply();
        String verdict = score.verdict()
                .flatMap(Verdict::getAnswer)
                .orElse("– " + reply.getReason().orElse(""));
        return String.format(
                ROW,
                reply.getCaseId(),
                score.verdict().flatMap(Verdict::getDepartment).orElse("–"),
                score.opinions().stream().map(DemoReport::words).collect(Collectors.joining(" | ")),
                verdict,
                score.verdictRight() ? "yes" : "no",
                score.ended().took().toMillis(),
                review(score));
    }

    private static String words(Opinion opinion) {
        return opinion.getAnswer().orElse("?");
    }

    private static String review(Score score) {
        return score.verdict().map(Verdict::getNeedsReview).orElse(List.of()).stream()
                .map(ReviewReason::name)
                .map(reason -> reason.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    /** Accuracy of each step over all cases. */
    String accuracies() {
        long opinions = sum(score -> score.opinions().size());
        return line("triage named the right department", sum(score -> score.departmentRight() ? 1 : 0), scores.size())
                + line("single opinions right", sum(Score::opinionsRight), opinions)
                + line("majority of opinions right", sum(score -> score.majorityRight() ? 1 : 0), scores.size())
                + line("verdicts right", sum(score -> score.verdictRight() ? 1 : 0), scores.size());
    }

    private long sum(ToLongFunction<Score> count) {
        return scores.stream().mapToLong(count).sum();
    }

    private static String line(String what, long right, long of) {
        return String.format("  %-36s %3d of %3d  %5.1f %%%n", what, right, of, of == 0 ? 0 : 100.0 * right / of);
    }
}
