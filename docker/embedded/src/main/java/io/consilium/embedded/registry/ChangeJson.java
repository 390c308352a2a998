package io.consilium.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.consilium.embedded.registry.Change.LevelSet;
import io.consilium.embedded.registry.Change.ModeSet;
import io.consilium.embedded.registry.Change.Nothing;
import io.consilium.embedded.registry.Change.SubjectDeleted;
import io.consilium.embedded.registry.Change.SubjectErased;
import io.consilium.embedded.registry.Change.VersionErased;
import io.consilium.embedded.registry.Change.VersionWritten;
import io.consilium.problem.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes in the JSON that Confluent's registry keeps in its topic, so that either can carry on with what the other
 * wrote. Keys are compared byte by byte when the topic is compacted: the order of their fields matters.
 */
final class ChangeJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChangeJson() {}

    static String key(Change change) {
        if (change instanceof VersionWritten written) {
            return versionKey(written.version().subject(), written.version().version());
        }
        if (change instanceof VersionErased erased) {
            return versionKey(erased.subject(), erased.version());
        }
        if (change instanceof SubjectDeleted deleted) {
            return subjectKey("DELETE_SUBJECT", deleted.subject());
        }
        if (change instanceof SubjectErased erased) {
            return subjectKey("DELETE_SUBJECT", erased.subject());
        }
        if (change instanceof LevelSet set) {
            return subjectKey("CONFIG", set.subject());
        }
        if (change instanceof ModeSet set) {
            return subjectKey("MODE", set.subject());
        }
        return object().put("keytype", "NOOP").put("magic", 0).toString();
    }

    /** The record's value; empty for a tombstone. */
    static Optional<String> value(Change change) {
        if (change instanceof VersionWritten written) {
            return Optional.of(version(written.version()).toString());
        }
        if (change instanceof SubjectDeleted deleted) {
            ObjectNode value = object().put("subject", deleted.subject()).put("version", deleted.upTo());
            return Optional.of(value.toString());
        }
        if (change instanceof LevelSet set) {
            return set.level()
                    .map(level -> object().put("compatibilityLevel", level.name).toString());
        }
        if (change instanceof ModeSet set) {
            return set.mode().map(mode -> object().put("mode", mode.name()).toString());
        }
        return Optional.empty();
    }

    /** @throws FatalException when the record is not JSON of a registry, or holds what is no Avro schema */
    static Change change(String key, Optional<String> value) {
        try {
            JsonNode names = JSON.readTree(key);
            JsonNode content = JSON.readTree(value.orElse("null"));
            return change(names, content);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new FatalException(
                    "The topic " + SchemaLog.TOPIC + " holds a record that is not a schema registry's, key " + key
                            + ": " + e.getMessage(),
                    e);
        }
    }

    private static Change change(JsonNode key, JsonNode value) {
        String subject = key.path("subject").isNull() ? "" : key.path("subject").asText("");
        return switch (key.path("keytype").asText("")) {
            case "SCHEMA" ->
                value.isNull()
                        ? new VersionErased(subject, key.path("version").asInt())
                        : new VersionWritten(version(value));
            case "DELETE_SUBJECT" ->
                value.isNull()
                        ? new SubjectErased(subject)
                        : new SubjectDeleted(subject, value.path("version").asInt());
            case "CONFIG" ->
                new LevelSet(
                        subject,
                        Optional.ofNullable(CompatibilityLevel.forName(
                                value.path("compatibilityLevel").asText(""))));
            case "MODE" ->
                new ModeSet(
                        subject,
                        value.isNull()
                                ? Optional.empty()
                                : Optional.of(Mode.valueOf(value.path("mode").asText())));
            default -> new Nothing();
        };
    }

    private static SchemaVersion version(JsonNode value) {
        String type = value.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new IllegalArgumentException("schemas of type " + type + " are not served here");
        }
        return new SchemaVersion(
                value.path("subject").asText(),
                value.path("version").asInt(),
                value.path("id").asInt(),
                content(value),
                value.path("deleted").asBoolean());
    }

    /** Schema, references, metadata and rules, as requests and records spell them. */
    static Content content(JsonNode node) {
        List<SchemaReference> references = new ArrayList<>();
        node.path("references")
                .forEach(reference -> references.add(new SchemaReference(
                        reference.path("name").asText(),
                        reference.path("subject").asText(),
                        reference.path("version").asInt())));
        return new Content(
                node.path("schema").asText(""),
                List.copyOf(references),
                present(node.path("metadata")),
                present(node.path("ruleSet")));
    }

    /** The fields of a version that the registry's answers and its records share. */
    static ObjectNode fields(ObjectNode node, Content content) {
        if (!content.references().isEmpty()) {
            var references = node.putArray("references");
            content.references().forEach(reference -> references
                    .addObject()
                    .put("name", reference.getName())
                    .put("subject", reference.getSubject())
                    .put("version", reference.getVersion()));
        }
        if (!content.metadata().isMissingNode()) {
            node.set("metadata", content.metadata());
        }
        if (!content.ruleSet().isMissingNode()) {
            node.set("ruleSet", content.ruleSet());
        }
        return node.put("schema", content.schema());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static ObjectNode version(SchemaVersion version) {
        ObjectNode node = object().put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return fields(node, version.content()).put("deleted", version.deleted());
    }

    private static String versionKey(String subject, int version) {
        return object().put("keytype", "SCHEMA")
                .put("subject", subject)
                .put("version", version)
                .put("magic", 1)
                .toString();
    }

    private static String subjectKey(String type, String subject) {
        ObjectNode key = object().put("keytype", type);
        if (subject.isEmpty()) {
            key.putNull("subject");
        } else {
            key.put("subject", subject);
        }
        return key.put("magic", 0).toString();
    }

    private static JsonNode present(JsonNode node) {
        return node.isNull() || node.isEmpty() ? MissingNode.getInstance() : node;
    }
}
