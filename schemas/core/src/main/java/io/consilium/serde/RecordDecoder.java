package io.consilium.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Case;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes a record's bytes and tells apart what is wrong for ever from what may work later. Belongs to one thread.
 *
 * <p>The schema is asked for before the data is read: what the registry cannot do now is transient, what the data
 * cannot be is poison.
 */
public final class RecordDecoder {
    private static final String OURS = Case.class.getPackageName() + ".";
    /** Of 40401, 40402, 40403: the registry answered, and has it not. Any other 404 is not from a registry. */
    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient registry;
    private final Deserializer<SpecificRecord> deserializer;
    private final Map<Integer, String> names = new HashMap<>();

    RecordDecoder(SchemaRegistryClient registry, Deserializer<SpecificRecord> deserializer) {
        this.registry = registry;
        this.deserializer = deserializer;
    }

    /**
     * @param allowed the record types that the topic may hold
     * @throws PoisonException when the bytes can never be read as one of them
     * @throws TransientException when the schema registry could not be asked
     */
    public SpecificRecord decode(String topic, byte[] bytes, List<Class<? extends SpecificRecord>> allowed) {
        if (bytes == null || bytes.length == 0) {
            throw new PoisonException("EMPTY_RECORD", "The record has no value; publish the record itself.");
        }
        if (bytes[0] != 0 || bytes.length < RecordDeserializer.HEADER_BYTES) {
            throw new PoisonException(
                    "UNKNOWN_MAGIC_BYTE",
                    "The value does not begin with 0 and a schema id, but with byte " + bytes[0] + " of " + bytes.length
                            + "; publish with a Confluent Avro serializer.");
        }
        int id = RecordDeserializer.schemaId(bytes);
        requireAllowed(topic, names.computeIfAbsent(id, this::name), allowed);
        return read(topic, bytes, id);
    }

    /** The record type of a schema. */
    private String name(int id) {
        try {
            return String.valueOf(registry.getSchemaById(id).name());
        } catch (RestClientException e) {
            if (e.getErrorCode() / 100 == NOT_FOUND) {
                throw new PoisonException(
                        "UNKNOWN_SCHEMA",
                        "The registry has no schema with id " + id + "; register it, or publish through it.",
                        e);
            }
            throw new TransientException("the schema registry refused schema " + id + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransientException("the schema registry cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void requireAllowed(String topic, String found, List<Class<? extends SpecificRecord>> allowed) {
        if (allowed.stream().noneMatch(type -> type.getName().equals(found))) {
            String names = allowed.stream().map(Class::getSimpleName).collect(Collectors.joining(" or "));
            throw new PoisonException(
                    "WRONG_RECORD", "Topic " + topic + " takes " + names + ", not " + found.replace(OURS, "") + ".");
        }
    }

    private SpecificRecord read(String topic, byte[] bytes, int id) {
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (SerializationException e) {
            throw unreadable(id, e.getCause() == null ? e : e.getCause(), e);
        } catch (RuntimeException e) {
            throw unreadable(id, e, e);
        }
    }

    /** Says what kind of fault it is, not its message: that may quote the data. */
    private static PoisonException unreadable(int id, Throwable root, Throwable cause) {
        return new PoisonException(
                "UNREADABLE",
                "The Avro data does not fit its schema (id " + id + "): "
                        + root.getClass().getSimpleName() + "; publish the record again.",
                cause);
    }
}
