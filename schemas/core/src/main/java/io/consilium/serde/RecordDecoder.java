package io.consilium.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes a record's bytes and tells apart what is wrong for ever from what may work later. Belongs to one thread. */
public final class RecordDecoder {
    private static final int HEADER_BYTES = 5;
    private static final int SERVER_ERROR = 500;

    private final Deserializer<Object> deserializer;

    RecordDecoder(Deserializer<Object> deserializer) {
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
        if (bytes[0] != 0 || bytes.length < HEADER_BYTES) {
            throw new PoisonException(
                    "UNKNOWN_MAGIC_BYTE",
                    "The value does not begin with 0 and a schema id; use a Confluent Avro serializer. First bytes: "
                            + Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, HEADER_BYTES))) + ".");
        }
        Object record = read(topic, bytes);
        return allowed.stream()
                .filter(type -> type.isInstance(record))
                .findFirst()
                .map(type -> (SpecificRecord) record)
                .orElseThrow(() -> wrongType(topic, record.getClass().getSimpleName(), allowed));
    }

    private Object read(String topic, byte[] bytes) {
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (TimeoutException e) {
            throw new TransientException("the schema registry did not answer in time", e);
        } catch (SerializationException e) {
            throw reasonOf(e, bytes);
        } catch (RuntimeException e) {
            throw new PoisonException(
                    "UNREADABLE", "The Avro data does not fit its schema: " + e.getMessage() + ".", e);
        }
    }

    private static RuntimeException reasonOf(SerializationException e, byte[] bytes) {
        int id = java.nio.ByteBuffer.wrap(bytes, 1, 4).getInt();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException refused) {
                return refused.getStatus() >= SERVER_ERROR
                        ? new TransientException("the schema registry failed: " + refused.getMessage(), refused)
                        : new PoisonException(
                                "UNKNOWN_SCHEMA",
                                "The registry has no schema with id " + id + "; register it, or publish through it.",
                                e);
            }
            if (cause instanceof java.net.SocketException || cause instanceof java.net.SocketTimeoutException) {
                return new TransientException("the schema registry cannot be reached", (IOException) cause);
            }
        }
        Throwable root = e.getCause() == null ? e : e.getCause();
        if (String.valueOf(e.getMessage()).contains("Could not find class")
                || String.valueOf(root.getMessage()).contains("Could not find class")) {
            return new PoisonException(
                    "WRONG_RECORD", "The schema with id " + id + " is of a record that Consilium does not know.", e);
        }
        return new PoisonException(
                "UNREADABLE", "The Avro data does not fit its schema (id " + id + "): " + root.getMessage() + ".", e);
    }

    private static PoisonException wrongType(
            String topic, String found, List<Class<? extends SpecificRecord>> allowed) {
        String names = allowed.stream().map(Class::getSimpleName).collect(Collectors.joining(" or "));
        return new PoisonException("WRONG_RECORD", "Topic " + topic + " takes " + names + ", not " + found + ".");
    }
}
