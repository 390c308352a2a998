package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.audit.Report;
import io.consilium.standalone.chaos.ChaosResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A run of chaos as text and as JSON. */
record ChaosReport(long seed, int cases, ChaosResult result) {

    /** One for each violation. */
    Stream<JsonNode> violations() {
        return result.report().violations().stream().map(violation -> JsonNodeFactory.instance
                .objectNode()
                .put("rule", violation.rule().name())
                .put("about", violation.about())
                .put("what", violation.what()));
    }

    ObjectNode summary() {
        Report report = result.report();
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("seed", seed)
                .put("cases", cases)
                .put("holds", result.holds())
                .put("violations", report.violations().size())
                .put("unanswered", result.unanswered())
                .put("acknowledged", result.acknowledged())
                .put("records", report.records())
                .put("accepted", report.accepted())
                .put("decided", report.decided())
                .put("no_verdict", report.noVerdict())
                .put("withdrawn", report.withdrawn())
                .put("refused", report.refused())
                .put("dead_letters", report.deadLetters())
                .put("samples", report.samples())
                .put("repeated_answers", report.repeatedAnswers())
                .put("longest_silence_ms", result.longestSilence().toMillis())
                .put("driving_s", result.driving().toSeconds())
                .put("whole_s", result.whole().toSeconds());
        ObjectNode done = line.putObject("faults");
        result.done().forEach((kind, count) -> done.put(kind.name(), count));
        result.fallen().forEach(line.putArray("ended_by_themselves")::add);
        return line;
    }

    /** @param most violations that are shown */
    List<String> lines(int most) {
        Report report = result.report();
        List<String> lines = new ArrayList<>();
        report.violations().stream().limit(most).forEach(violation -> lines.add(violation.toString()));
        if (report.violations().size() > most) {
            lines.add("… and " + (report.violations().size() - most) + " more; --json shows them all");
        }
        result.done().forEach((kind, count) -> lines.add(line("fault", "%d × %s", count, kind.words())));
        String fallen = result.fallen().isEmpty() ? "no process" : String.join(", ", result.fallen());
        lines.add(line("ended by itself", "%s", fallen));
        lines.add(line(
                "records",
                "%d acknowledged to sources and clinicians, %d in all topics",
                result.acknowledged(),
                report.records()));
        lines.add(line(
                "accepted cases",
                "%d: %d verdicts, %d explicit no-verdicts, %d withdrawn",
                report.accepted(),
                report.decided(),
                report.noVerdict(),
                report.withdrawn()));
        lines.add(line(
                "beside them",
                "%d rejections, %d dead letters, %d samples",
                report.refused(),
                report.deadLetters(),
                report.samples()));
        lines.add(line("answered twice", "%d requests' answers, each taken once", report.repeatedAnswers()));
        lines.add(line("longest silence", "%.1f s", result.longestSilence().toMillis() / 1e3));
        lines.add(line(
                "time",
                "%d s at %.1f cases/s, %d s in all",
                result.driving().toSeconds(),
                cases / (result.driving().toMillis() / 1e3),
                result.whole().toSeconds()));
        lines.add(line("seed " + seed, "%s", outcome()));
        return lines;
    }

    private String outcome() {
        if (result.holds()) {
            return "every rule holds";
        }
        return result.report().violations().size() + " violations, " + result.unanswered()
                + " messages whose source was not told how they ended";
    }

    private static String line(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "  %-16s " + format, withName(name, values));
    }

    private static Object[] withName(String name, Object... values) {
        return Stream.concat(Stream.of(name), Stream.of(values)).toArray();
    }
}
