package io.consilium.trainer.gate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.evaluation.FindingsJson;
import java.util.Locale;

/** Evidence as JSON. */
final class EvidenceJson {
    private EvidenceJson() {}

    static ObjectNode of(Evidence evidence) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("passed", evidence.passed()).put("at", evidence.at().toString());
        ArrayNode reasons = root.putArray("refusals");
        evidence.refusals().forEach(reasons::add);
        evidence.waiver()
                .ifPresent(waiver ->
                        root.putObject("override").put("by", waiver.by()).put("reason", waiver.reason()));
        root.putObject("policy").put("name", evidence.policy()).put("hash", evidence.policyHash());
        FindingsJson.occasion(evidence.occasion(), root);
        root.put("range", evidence.range());
        evidence.change().ifPresent(change -> change(change, root.putObject("change")));
        evidence.effect().ifPresent(effect -> {
            ObjectNode node = root.putObject("effect");
            node.set("candidate", FindingsJson.of(effect.candidate()));
            node.set("champion", FindingsJson.of(effect.champion()));
            node.set("difference", FindingsJson.of(effect.comparison()));
        });
        return root;
    }

    private static void change(Change change, ObjectNode node) {
        node.put("tensors", change.tensors())
                .put("changed", change.changed().size())
                .put("norm", change.norm());
        ArrayNode files = node.putArray("files");
        change.files().forEach(files::add);
        ArrayNode weights = node.putArray("weights");
        for (TensorChange each : change.changed()) {
            ObjectNode weight = weights.addObject()
                    .put("name", each.name())
                    .put("kind", each.kind().name().toLowerCase(Locale.ROOT));
            each.before().ifPresent(hash -> weight.put("before", hash));
            each.after().ifPresent(hash -> weight.put("after", hash));
            weight.put("norm", each.norm()).put("relative", each.relative()).put("greatest", each.greatest());
        }
    }
}
