package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * A checkpoint that a setting led to, and what that took.
 *
 * @param version hash of the checkpoint
 * @param validation accuracy on the validation cases, greedy
 * @param completions sampled while learning
 * @param tokens learnt from
 */
record Trained(
        Path model,
        String version,
        String setting,
        double validation,
        double seconds,
        long steps,
        long completions,
        long tokens) {

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("setting", setting)
                .put("version", version)
                .put("validation", validation)
                .put("seconds", seconds)
                .put("steps", steps)
                .put("completions", completions)
                .put("tokens", tokens);
    }

    /** Where the checkpoint lies within the study's directory. */
    String place() {
        Path piece = model.getParent();
        return School.MODELS + "/" + piece.getFileName() + "/" + model.getFileName();
    }

    static Trained read(Path model, ObjectNode node) {
        return new Trained(
                model,
                node.path("version").asText(),
                node.path("setting").asText(),
                node.path("validation").asDouble(),
                node.path("seconds").asDouble(),
                node.path("steps").asLong(),
                node.path("completions").asLong(),
                node.path("tokens").asLong());
    }
}
