package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.evaluation.PairedBootstrap.Difference;
import io.consilium.trainer.reproduce.Standing.Part;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;

/** Findings as JSON; accuracies and their differences are shares of 1, but for names that say points (of a hundred). */
final class FindingsJson {
    private static final double POINTS = 100;

    private FindingsJson() {}

    static ObjectNode of(Findings findings) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        summary(Summary.of(findings), root.putObject("summary"));
        findings.facts().forEach(root.putObject("facts")::put);
        ObjectNode counts = root.putObject("test_cases");
        for (Difficulty each : Difficulty.values()) {
            counts.put(
                    each.word(),
                    findings.difficulty().values().stream().filter(each::equals).count());
        }
        triage(findings, root.putObject("triage"));
        ArrayNode methods = root.putArray("methods");
        findings.standings().forEach(each -> method(findings, each, methods.addObject()));
        root.set("study", findings.study().configuration().tree());
        return root;
    }

    private static void summary(Summary summary, ObjectNode node) {
        node.put("relative_gain_over_sft", summary.relativeGainOverSft())
                .put("hard_points_over_sft", POINTS * summary.hardOverSft().mean())
                .put("triage_accuracy", summary.triageAccuracy().mean())
                .put("triage_accuracy_shifted", summary.triageShifted().mean())
                .put("above_frozen_on_every_set", summary.aboveFrozenOnEverySet());
        difference(summary.meanOverSft(), node.putObject("mean_over_sft"));
        difference(summary.hardOverSft(), node.putObject("hard_over_sft"));
        ObjectNode frozen = node.putObject("over_frozen");
        summary.overFrozen().forEach(frozen::put);
    }

    private static void triage(Findings findings, ObjectNode node) {
        tried(findings.triageTried(), node.putArray("tried"));
        ArrayNode seeds = node.putArray("seeds");
        findings.triage().forEach(each -> ((ObjectNode) seeds.add(each.trained()
                                .json()
                                .put("checkpoint", each.trained().place()))
                        .get(seeds.size() - 1))
                .put("in_domain", each.inDomain())
                .put("shifted", each.shifted())
                .put("frozen_in_domain", each.frozenInDomain())
                .put("frozen_shifted", each.frozenShifted()));
    }

    private static void method(Findings findings, Standing standing, ObjectNode node) {
        node.put("name", standing.name()).put("title", standing.title());
        figure(standing.accuracy(Part.all()), node.putObject("mean"));
        ObjectNode sets = node.putObject("sets");
        for (String set : FindingsTables.sets(findings)) {
            figure(standing.accuracy(Part.sets(List.of(set))), sets.putObject(set));
        }
        ObjectNode difficulties = node.putObject("difficulty");
        for (Difficulty each : Difficulty.values()) {
            figure(standing.accuracy(Part.hardness(findings.difficulty(), each)), difficulties.putObject(each.word()));
        }
        node.put("format", standing.format()).put("tokens_a_case", standing.newTokens());
        difference(
                Summary.difference(standing, findings.needed(Study.SFT), Part.all()), node.putObject("mean_over_sft"));
        tried(standing.tried(), node.putArray("tried"));
        tried(standing.trained(), node.putArray("seeds"));
    }

    private static void tried(List<Trained> trained, ArrayNode array) {
        trained.forEach(each -> array.add(each.json().put("checkpoint", each.place())));
    }

    private static void figure(Figure figure, ObjectNode node) {
        node.put("accuracy", figure.mean())
                .put("low", figure.interval().low())
                .put("high", figure.interval().high());
        figure.bySeed().forEach(node.putArray("by_seed")::add);
    }

    private static void difference(Difference difference, ObjectNode node) {
        node.put("difference", difference.mean())
                .put("low", difference.interval().low())
                .put("high", difference.interval().high());
    }
}
