package io.consilium.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes records through the genuine serializer, which registers their schemas, and remembers the five bytes that it
 * put before the data. Later records of the same type and topic get the same five bytes and their Avro data, without
 * the genuine client's look-ups (a quarter of the journey thread's time, measured). Safe for threads.
 */
final class RecordSerializer implements Serializer<SpecificRecord> {
    private static final int USUAL_BYTES = 512;

    private static final EncoderFactory ENCODERS = new EncoderFactory().configureBufferSize(USUAL_BYTES);

    private final Serializer<Object> genuine;
    private final Map<Destination, Known> known = new ConcurrentHashMap<>();

    RecordSerializer(Serializer<Object> genuine) {
        this.genuine = genuine;
    }

    private record Destination(String topic, Class<?> type) {}

    private record Known(byte[] header, SpecificDatumWriter<SpecificRecord> writer) {}

    @Override
    public byte[] serialize(String topic, SpecificRecord record) {
        if (record == null) {
            return null;
        }
        Destination destination = new Destination(topic, record.getClass());
        Known remembered = known.get(destination);
        if (remembered != null) {
            return written(remembered, record);
        }
        byte[] bytes = genuine.serialize(topic, record);
        known.put(
                destination,
                new Known(
                        Arrays.copyOf(bytes, RecordDeserializer.HEADER_BYTES),
                        new SpecificDatumWriter<>(record.getSchema())));
        return bytes;
    }

    private byte[] written(Known remembered, SpecificRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        out.writeBytes(remembered.header());
        BinaryEncoder encoder = ENCODERS.binaryEncoder(out, null);
        try {
            remembered.writer().write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        genuine.close();
    }
}
