package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows one case's timeline: each step, who answered with what model version, how long; and what"
                + " clinicians confirmed.")
public final class ShowCommand implements Callable<Integer> {
    private static final String LINE = "  %8s  %-32s %-20s %-12s %8s  %s";
    private static final int VERSION_CHARACTERS = 8;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "CASE", description = "the case id")
    private String caseId;

    @Option(names = "--json", description = "everything as one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        JsonNode found = new CaseClient(connection.queries()).find(caseId);
        if (json) {
            output.json(found);
        } else {
            show(found, output);
        }
        return 0;
    }

    private static void show(JsonNode found, Output output) {
        Instant opened = Instant.parse(found.path("opened_at").asText());
        output.say("case " + found.path("case_id").asText() + " from "
                + found.path("source").asText() + " is " + found.path("phase").asText() + ", opened " + opened);
        output.say("  " + found.path("question").asText() + "  " + words(found.path("options")));
        output.say(String.format(LINE, "after", "event", "then", "doctor", "worked", "model version, remark"));
        for (JsonNode moment : found.path("timeline")) {
            Duration after =
                    Duration.between(opened, Instant.parse(moment.path("at").asText()));
            output.say(String.format(
                    LINE,
                    after.toMillis() + " ms",
                    moment.path("event").asText(),
                    moment.path("phase").asText(),
                    moment.path("doctor").asText("–"),
                    moment.has("ms") ? moment.path("ms").asText() + " ms" : "–",
                    (version(moment) + " " + moment.path("note").asText("")).strip()));
        }
        JsonNode verdict = found.path("verdict");
        for (JsonNode opinion : verdict.path("opinions")) {
            output.say("  seat " + opinion.path("seat").asText() + " said "
                    + opinion.path("answer").asText("nothing readable") + ": "
                    + opinion.path("reasoning").asText());
        }
        if (!verdict.isMissingNode()) {
            String answer = verdict.path("answer").asText(verdict.path("reason").asText());
            output.say("  " + verdict.path("status").asText() + ": " + answer + "  "
                    + verdict.path("reasoning").asText());
            output.say("  review: " + words(verdict.path("needs_review")) + "  degraded: "
                    + words(verdict.path("degraded")) + "  missing: " + words(verdict.path("missing")));
        }
        found.path("outcomes").forEach(outcome -> output.say(confirmed(outcome)));
        if (found.has("outcomes_unknown")) {
            output.say("  outcomes cannot be asked for now: "
                    + found.path("outcomes_unknown").asText());
        }
    }

    private static String confirmed(JsonNode outcome) {
        String department = outcome.path("department").asText("");
        String refused = outcome.path("refused").asText("");
        return "  confirmed " + outcome.path("confirmed_at").asText() + " by "
                + outcome.path("confirmed_by").asText() + ": "
                + outcome.path("answer").asText()
                + (department.isEmpty() ? "" : ", department " + department) + "  ("
                + outcome.path("remark").asText() + (refused.isEmpty() ? "" : ": " + refused) + ")";
    }

    private static String version(JsonNode moment) {
        String version = moment.path("model_version").asText("");
        return version.substring(0, Math.min(VERSION_CHARACTERS, version.length()));
    }

    private static String words(JsonNode array) {
        java.util.StringJoiner words = new java.util.StringJoiner(", ", "[", "]");
        array.forEach(word -> words.add(word.asText()));
        return array.isEmpty() ? "–" : words.toString();
    }
}
