package io.consilium.serde;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Registers the schemas of what a process is going to write before it writes, so that a registry which does not take one
 * of them stops the process and not its first record.
 */
public final class SchemaCheck {
    private static final int SERVER_ERROR = 500;

    private final SchemaRegistryClient registry;

    SchemaCheck(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /**
     * @return why the registry does not take the schema, and what to do
     * @throws TransientException when it cannot be asked now
     */
    public Optional<String> problem(String topic, Class<? extends SpecificRecord> type) {
        Object blank = SpecificData.get().newRecord(null, SpecificData.get().getSchema(type));
        String subject = topic + "-" + type.getName();
        try {
            registry.register(subject, new AvroSchema(AvroSchemaUtils.getSchema(blank, false, false, true)));
            return Optional.empty();
        } catch (RestClientException e) {
            if (e.getStatus() >= SERVER_ERROR) {
                throw new TransientException("the schema registry cannot do its work: " + e.getMessage(), e);
            }
            return Optional.of("subject " + subject + ": " + e.getMessage()
                    + "; a newer or foreign version is registered: run the version of Consilium that fits it, or remove"
                    + " what is wrong from the subject");
        } catch (IOException e) {
            throw new TransientException("the schema registry cannot be reached: " + e.getMessage(), e);
        }
    }
}
