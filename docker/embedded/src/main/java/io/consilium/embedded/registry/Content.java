package io.consilium.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import java.util.List;

/**
 * What an id stands for: equal contents have one id, under whatever subjects they are registered.
 *
 * @param metadata Confluent's metadata, kept as it came; a missing node when there is none
 * @param ruleSet Confluent's rules, kept as they came and not run; a missing node when there are none
 */
record Content(String schema, List<SchemaReference> references, JsonNode metadata, JsonNode ruleSet) {

    Content withSchema(String other) {
        return new Content(other, references, metadata, ruleSet);
    }

    boolean refersTo(String subject, int version) {
        return references.stream()
                .anyMatch(reference -> reference.getSubject().equals(subject) && reference.getVersion() == version);
    }
}
