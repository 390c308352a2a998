package io.consilium.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.Opinion;
import io.consilium.record.Reply;
import io.consilium.record.ReviewReason;
import io.consilium.record.Verdict;
import io.consilium.standalone.cases.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The demonstration's results as a table for people, and line by line for programs. */
final class DemoReport {
    private static final List<String> HEAD =
            List.of("case", "department", "opinions", "verdict", "right", "ms", "review");
    private static final int MS = 5;

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

    /** One row a case, columns as wide as their widest cell. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        scores.stream()
                .map(DemoReport::row)
                .sorted(Comparator.comparing(row -> row.get(0)))
                .forEach(rows::add);
        return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream()
                    .mapToInt(other -> other.get(at).length())
                    .max()
                    .orElse(1);
            line.append(String.format((column == MS ? "%" : "%-") + Math.max(1, width) + "s  ", row.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> row(Score score) {
        Reply reply = score.ended().reply();
        return List.of(
                reply.getCaseId(),
                score.verdict().flatMap(Verdict::getDepartment).orElse("–"),
                score.opinions().stream().map(DemoReport::words).collect(Collectors.joining(" | ")),
                score.verdict()
                        .flatMap(Verdict::getAnswer)
                        .orElse("– " + reply.getReason().orElse("")),
                score.verdictRight() ? "yes" : "no",
                String.valueOf(score.ended().took().toMillis()),
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
