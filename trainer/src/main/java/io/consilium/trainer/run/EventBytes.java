package io.consilium.trainer.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's records, byte by byte: the protobuf message Event (tensorboard/compat/proto/event.proto) in the framing of
 * TFRecord. A field is a tag (number &lt;&lt; 3 | wire type) and its value; wire types here are 0 = varint, 1 = eight bytes,
 * 2 = length and bytes, 5 = four bytes.
 */
final class EventBytes {
    private EventBytes() {}

    /** The first event of every file: {@code file_version = 3}. */
    static byte[] version(double wallTime) {
        return record(event(wallTime, 0, message(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8))));
    }

    /** {@code session_log = 7} with {@code status = START (1)}: readers forget what earlier files say from this step on. */
    static byte[] restart(double wallTime, long step) {
        return record(event(wallTime, step, message(7, new byte[] {1 << 3, 1})));
    }

    /** {@code summary = 5} with one {@code value = 1} a scalar: {@code tag = 1}, {@code simple_value = 2}. */
    static byte[] scalars(double wallTime, long step, Map<String, Float> values) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            ByteArrayOutputStream scalar = new ByteArrayOutputStream();
            scalar.writeBytes(message(1, tag.getBytes(StandardCharsets.UTF_8)));
            scalar.write(2 << 3 | 5);
            scalar.writeBytes(little(4).putFloat(value).array());
            summary.writeBytes(message(1, scalar.toByteArray()));
        });
        return record(event(wallTime, step, message(5, summary.toByteArray())));
    }

    /** {@code wall_time = 1} (double), {@code step = 2} (varint), and one thing more. */
    private static byte[] event(double wallTime, long step, byte[] what) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.write(1 << 3 | 1);
        event.writeBytes(little(8).putDouble(wallTime).array());
        if (step != 0) { // protobuf leaves a zero out
            event.write(2 << 3);
            varint(event, step);
        }
        event.writeBytes(what);
        return event.toByteArray();
    }

    private static byte[] message(int field, byte[] content) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(field << 3 | 2);
        varint(message, content.length);
        message.writeBytes(content);
        return message.toByteArray();
    }

    /** Seven bits a byte, the lowest first; the eighth says that more follow. */
    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** TFRecord: length (8 bytes), its checksum (4), content, its checksum (4). */
    private static byte[] record(byte[] content) {
        byte[] length = little(8).putLong(content.length).array();
        return little(content.length + 16)
                .put(length)
                .putInt(maskedChecksum(length))
                .put(content)
                .putInt(maskedChecksum(content))
                .array();
    }

    /** CRC-32C, turned right by 15 bits, plus a constant: so that a checksum of checksums stays a good one. */
    private static int maskedChecksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
