package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Writes tensors to a safetensors file; see {@link SafetensorsFile} for the format. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /** @param type what every tensor is written as: F32, BF16, F16 or I64 */
    public static void write(Path file, Map<String, Tensor> tensors, ElementType type) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = header(tensors, type);
            writeFully(channel, start(header));
            for (Tensor tensor : tensors.values()) {
                try (Scope scope = Scope.open()) {
                    Tensor cast = Script.shared().tensor(scope, "cast", tensor, type.code());
                    Tensor bits = type == ElementType.BF16
                            ? Script.shared().tensor(scope, "bits", cast, ElementType.F16.code())
                            : cast;
                    bits.writeTo(channel);
                }
            }
        }
    }

    /** The first bytes of a file: the header's length and the header. */
    static ByteBuffer start(byte[] header) {
        return ByteBuffer.allocate(8 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .flip();
    }

    private static byte[] header(Map<String, Tensor> tensors, ElementType type) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
            long end = at + each.getValue().elements() * type.bytes();
            entry(json, each.getKey(), type, each.getValue().shape(), at, end);
            at = end;
        }
        return padded(json);
    }

    static void entry(ObjectNode json, String name, ElementType type, long[] shape, long begin, long end) {
        ObjectNode entry = json.putObject(name).put("dtype", type.name());
        entry.putPOJO("shape", shape);
        entry.putArray("data_offsets").add(begin).add(end);
    }

    /** Padded with spaces to a multiple of 8 bytes, so that the data can be mapped. */
    static byte[] padded(ObjectNode json) throws IOException {
        byte[] text = Json.MAPPER.writeValueAsBytes(json);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
