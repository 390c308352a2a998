package io.consilium.trainer.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.sample.Difficulty;
import java.util.Locale;

/** Findings as JSON; shares are of 1. */
public final class FindingsJson {
    private FindingsJson() {}

    static ObjectNode of(Findings findings) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        occasion(findings.occasion(), root);
        root.set("groups", of(findings.scoreboard()));
        findings.scoreboard().meanOfSets().ifPresent(mean -> root.put("mean_of_sets", mean));
        findings.comparison().ifPresent(comparison -> root.set("comparison", of(comparison)));
        findings.confusion().ifPresent(confusion -> confusion(confusion, root.putObject("confusion")));
        ArrayNode cases = root.putArray("cases");
        findings.graded().forEach(graded -> graded(graded, cases.addObject()));
        return root;
    }

    /** The fields that say what was examined, on what and how, put into an object. */
    public static void occasion(Occasion occasion, ObjectNode root) {
        occasion.doctors().forEach((part, examined) -> root.putObject(part)
                .put("name", examined.name())
                .put("version", examined.version())
                .put("mode", examined.way()));
        Protocol protocol = occasion.protocol();
        root.putObject("protocol")
                .put("role", protocol.role().name().toLowerCase(Locale.ROOT))
                .put("mode", protocol.mode().word())
                .put("samples_per_prompt", protocol.draws())
                .put("temperature", protocol.temperature())
                .put("max_new_tokens", protocol.maxNewTokens())
                .put("seed", protocol.seed())
                .put("resamples", PairedBootstrap.RESAMPLES);
        root.put("commit", occasion.commit()).put("data_hash", occasion.dataHash());
        ArrayNode sets = root.putArray("sets");
        occasion.cases().forEach(each -> sets.addObject()
                .put("name", each.set())
                .put("cases", each.count())
                .put("hash", each.hash()));
    }

    /** A list of groups. */
    public static ArrayNode of(Scoreboard scoreboard) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        scoreboard.rows().forEach(row -> group(row.group(), rows.addObject())
                .put("cases", row.cases())
                .put("accuracy", row.accuracy())
                .put("low", row.interval().low())
                .put("high", row.interval().high())
                .put("format", row.format())
                .put("prompt_tokens", row.promptTokens())
                .put("new_tokens", row.newTokens()));
        return rows;
    }

    /** A list of groups. */
    public static ArrayNode of(Comparison comparison) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        comparison.rows().forEach(row -> group(row.group(), rows.addObject())
                .put("cases", row.cases())
                .put("here", row.here())
                .put("there", row.there())
                .put("difference", row.difference().mean())
                .put("low", row.difference().interval().low())
                .put("high", row.difference().interval().high())
                .put("only_here", row.onlyHere())
                .put("only_there", row.onlyThere())
                .put("p", row.p()));
        return rows;
    }

    private static ObjectNode group(Group group, ObjectNode row) {
        return row.put("by", group.by().word()).put("name", group.name());
    }

    private static void confusion(Confusion confusion, ObjectNode node) {
        ArrayNode columns = node.putArray("columns");
        confusion.columns().forEach(columns::add);
        ObjectNode counts = node.putObject("counts");
        confusion.counts().forEach((department, row) -> row.forEach(counts.withArray(department)::add));
    }

    private static void graded(Graded graded, ObjectNode node) {
        node.put("set", graded.set()).put("case_id", graded.id());
        graded.department().ifPresent(department -> node.put("department", department));
        graded.difficulty().map(Difficulty::word).ifPresent(word -> node.put("difficulty", word));
        node.put("truth", graded.truth());
        graded.answer().ifPresent(answer -> node.put("answer", answer));
        node.put("right", graded.right())
                .put("format", graded.format())
                .put("prompt_tokens", graded.promptTokens())
                .put("new_tokens", graded.newTokens());
    }
}
