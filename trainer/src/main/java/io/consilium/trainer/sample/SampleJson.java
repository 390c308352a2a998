package io.consilium.trainer.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.Image;
import io.consilium.record.ModelUse;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Sample;

/** A record of the samples topic as a line of JSON, which {@link SampleFile} reads. Pure. */
final class SampleJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SampleJson() {}

    static ObjectNode of(Sample sample) {
        ObjectNode line = JSON.objectNode();
        line.put("case_id", sample.getCaseId());
        line.put("revision", sample.getRevision());
        line.put("subject", sample.getSubject());
        line.put("split", sample.getSplit().name());
        line.put("question", sample.getQuestion());
        ArrayNode options = line.putArray("options");
        sample.getOptions().forEach(options::add);
        sample.getHistory().ifPresent(history -> line.put("history", history));
        ArrayNode images = line.putArray("images");
        sample.getImages().forEach(image -> images.add(image(image)));
        ArrayNode opinions = line.putArray("opinions");
        sample.getOpinions().forEach(opinion -> opinions.add(opinion(opinion)));
        sample.getRightShare().ifPresent(share -> line.put("right_share", share));
        sample.getSeenBy().ifPresent(department -> line.put("seen_by", department));
        line.put("status", sample.getStatus().name());
        sample.getVerdict().ifPresent(verdict -> line.put("verdict", verdict));
        line.put("verdict_reasoning", sample.getReasoning());
        line.put("answer", sample.getConfirmed());
        sample.getDepartment().ifPresent(department -> line.put("department", department));
        sample.getContradicts().ifPresent(earlier -> line.put("contradicts", earlier));
        ArrayNode outcomes = line.putArray("outcomes");
        sample.getOutcomes().forEach(outcome -> outcomes.add(outcome(outcome)));
        ArrayNode models = line.putArray("models");
        sample.getModels().forEach(model -> models.add(model(model)));
        line.put("policy", sample.getPolicyHash());
        line.put("opened_at", sample.getOpenedAt().toString());
        line.put("closed_at", sample.getClosedAt().toString());
        line.put("sampled_at", sample.getSampledAt().toString());
        return line;
    }

    private static ObjectNode image(Image image) {
        ObjectNode node = JSON.objectNode();
        image.getAddress().ifPresent(address -> node.put("address", address));
        image.getSha256().ifPresent(hash -> node.put("sha256", hash));
        return node;
    }

    private static ObjectNode opinion(Opinion opinion) {
        ObjectNode node = JSON.objectNode();
        node.put("seat", opinion.getSeat());
        node.put("doctor", opinion.getDoctor());
        opinion.getModelVersion().ifPresent(version -> node.put("model_version", version));
        opinion.getAnswer().ifPresent(answer -> node.put("answer", answer));
        node.put("reasoning", opinion.getReasoning());
        node.put("format_ok", opinion.getFormatOk());
        return node;
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode node = JSON.objectNode();
        node.put("answer", outcome.getAnswer());
        outcome.getDepartment().ifPresent(department -> node.put("department", department));
        node.put("confirmed_by", outcome.getConfirmedBy());
        node.put("confirmed_at", outcome.getConfirmedAt().toString());
        outcome.getNote().ifPresent(note -> node.put("note", note));
        return node;
    }

    private static ObjectNode model(ModelUse model) {
        ObjectNode node = JSON.objectNode();
        node.put("role", model.getRole().name());
        node.put("seat", model.getSeat());
        node.put("doctor", model.getDoctor());
        model.getModelVersion().ifPresent(version -> node.put("model_version", version));
        return node;
    }
}
