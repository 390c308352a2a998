package io.consilium.serde;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Deserializes the first record of each schema through the genuine deserializer, and remembers by the schema's id how
 * later ones are read: the genuine client's look-ups take longer than the reading. Safe for threads.
 */
final class RecordDeserializer implements Deserializer<SpecificRecord> {
    static final int HEADER_BYTES = 5;

    private final Deserializer<Object> genuine;
    private final SchemaRegistryClient registry;
    private final Map<Integer, DatumReader<SpecificRecord>> known = new ConcurrentHashMap<>();

    RecordDeserializer(Deserializer<Object> genuine, SchemaRegistryClient registry) {
        this.genuine = genuine;
        this.registry = registry;
    }

    /** The id that the bytes carry; they have a header. */
    static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1).getInt();
    }

    @Override
    public SpecificRecord deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        DatumReader<SpecificRecord> remembered =
                bytes.length < HEADER_BYTES || bytes[0] != 0 ? null : known.get(schemaId(bytes));
        return remembered == null ? first(topic, bytes) : read(remembered, bytes);
    }

    private SpecificRecord first(String topic, byte[] bytes) {
        SpecificRecord record = (SpecificRecord) genuine.deserialize(topic, bytes);
        int id = schemaId(bytes);
        try {
            AvroSchema written = (AvroSchema) registry.getSchemaById(id);
            known.put(id, new SpecificDatumReader<>(written.rawSchema(), record.getSchema()));
        } catch (IOException | RestClientException e) {
            throw new SerializationException("schema " + id + " cannot be had from the registry", e);
        }
        return record;
    }

    private static SpecificRecord read(DatumReader<SpecificRecord> reader, byte[] bytes) {
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("the data does not fit schema " + schemaId(bytes), e);
        }
    }

    @Override
    public void close() {
        genuine.close();
    }
}
