package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.SchemaProvider;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaVersionFetcher;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import java.util.Map;

/** Confluent's own parser of Avro schemas, whose references are resolved in the store. Safe for threads. */
final class AvroParsing {
    private final SchemaStore store;
    private final SchemaProvider provider = new AvroSchemaProvider();

    AvroParsing(SchemaStore store) {
        this.store = store;
        provider.configure(Map.of(SchemaProvider.SCHEMA_VERSION_FETCHER_CONFIG, new StoreFetcher()));
    }

    /** @throws RegistryError when it is no Avro schema, or a reference leads nowhere */
    ParsedSchema parse(Content content, boolean normalize) {
        try {
            ParsedSchema parsed = provider.parseSchemaOrElseThrow(schema("", -1, -1, content), true, normalize);
            parsed.validate(false);
            return normalize ? parsed.normalize() : parsed;
        } catch (RuntimeException e) {
            throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private static Schema schema(String subject, int version, int id, Content content) {
        return new Schema(subject, version, id, "AVRO", content.references(), content.schema());
    }

    private final class StoreFetcher implements SchemaVersionFetcher {
        @Override
        public String tenant() {
            return "default";
        }

        @Override
        public Schema getByVersion(String subject, int version, boolean lookupDeleted) {
            return store.versions(subject).stream()
                    .filter(found -> found.version() == version && (lookupDeleted || !found.deleted()))
                    .findFirst()
                    .map(found -> schema(subject, version, found.id(), found.content()))
                    .orElseThrow(() -> new IllegalStateException(
                            "no schema reference found for subject \"" + subject + "\" and version " + version));
        }
    }
}
