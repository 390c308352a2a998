package io.consilium.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue as an AsyncAPI 3.0 document: a channel for each topic, a message for each record, an operation for each
 * application that writes or reads a topic.
 */
public final class AsyncApi {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(Feature.MINIMIZE_QUOTES)
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .build());
    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final String KAFKA_BINDING = "0.5.0";

    private final TopicCatalogue catalogue;
    private final Function<Class<? extends SpecificRecord>, String> schemas;

    private AsyncApi(TopicCatalogue catalogue, Function<Class<? extends SpecificRecord>, String> schemas) {
        this.catalogue = catalogue;
        this.schemas = schemas;
    }

    /** @param schemas where the Avro schema of a record lies, seen from the document */
    public static String yaml(TopicCatalogue catalogue, Function<Class<? extends SpecificRecord>, String> schemas) {
        try {
            return "# Made from the topic catalogue by ./consilium topics --write; do not edit.\n"
                    + YAML.writeValueAsString(new AsyncApi(catalogue, schemas).document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text cannot be written as YAML", e);
        }
    }

    private ObjectNode document() {
        ObjectNode document = YAML.createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Consilium")
                .put("version", "0.1.0")
                .put("description", "Cases go in, verdicts come out. Records are Avro in the Confluent wire format.");
        document.put("defaultContentType", "avro/binary");
        document.putObject("servers")
                .putObject("local")
                .put("host", "127.0.0.1:9092")
                .put("protocol", "kafka")
                .put("description", "What './consilium up' starts.");
        catalogue.topics().forEach(topic -> channel(document.withObject("/channels"), topic));
        catalogue.topics().forEach(topic -> operations(document.withObject("/operations"), topic));
        ObjectNode components = document.putObject("components");
        for (Application application : Application.values()) {
            components.withObject("/tags").putObject(application.id()).put("name", application.id());
        }
        catalogue.records().forEach(record -> message(components.withObject("/messages"), record));
        return document;
    }

    private void channel(ObjectNode channels, Topic topic) {
        ObjectNode channel =
                channels.putObject(topic.name()).put("address", topic.name()).put("description", topic.about());
        for (Class<? extends SpecificRecord> record : topic.records()) {
            channel.withObject("/messages")
                    .putObject(record.getSimpleName())
                    .put("$ref", "#/components/messages/" + record.getSimpleName());
        }
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.name()).put("partitions", topic.partitions());
        ObjectNode settings = kafka.putObject("topicConfiguration");
        if (topic.retention() instanceof Retention.Delete delete) {
            settings.putArray("cleanup.policy").add("delete");
            settings.put("retention.ms", delete.after().toMillis());
        } else if (topic.retention() instanceof Retention.Keep) {
            settings.putArray("cleanup.policy").add("delete");
            settings.put("retention.ms", Retention.Keep.MS);
        } else {
            settings.putArray("cleanup.policy").add("compact");
        }
        settings.put("max.message.bytes", topic.maxMessageBytes());
        kafka.put("bindingVersion", KAFKA_BINDING);
        channel.put("x-key", topic.key());
    }

    private static void operations(ObjectNode operations, Topic topic) {
        topic.writers().forEach(application -> operation(operations, topic, application, "send"));
        topic.readers().forEach(application -> operation(operations, topic, application, "receive"));
    }

    private static void operation(ObjectNode operations, Topic topic, Application application, String action) {
        String name = application.id() + "-" + action + "s-" + topic.name().replace('.', '-');
        ObjectNode operation = operations.putObject(name).put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + topic.name());
        operation.putArray("tags").addObject().put("$ref", "#/components/tags/" + application.id());
    }

    private void message(ObjectNode messages, Class<? extends SpecificRecord> record) {
        Schema schema = SpecificData.get().getSchema(record);
        ObjectNode message = messages.putObject(record.getSimpleName())
                .put("name", schema.getFullName())
                .put("summary", schema.getDoc());
        ObjectNode payload = message.putObject("payload").put("schemaFormat", AVRO);
        payload.putObject("schema").put("$ref", schemas.apply(record));
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string");
        kafka.put("schemaIdLocation", "payload")
                .put("schemaIdPayloadEncoding", "confluent")
                .put("bindingVersion", KAFKA_BINDING);
    }
}
