package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A safetensors file whose header is checked against its length and whose tensors are views of one copy-on-write mapping:
 * nothing is read before it is used. Format: 8 bytes header length (little endian), JSON header, data.
 */
public final class SafetensorsFile {
    private static final long MAX_HEADER = 100_000_000;
    /** Names in a message. */
    private static final int SHOWN = 4;

    private final Path path;
    private final long dataStart;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Bytes {@code begin} to {@code end} of the data. */
    private record Entry(ElementType type, long[] shape, long begin, long end) {}

    private SafetensorsFile(Path path, long dataStart) {
        this.path = path;
        this.dataStart = dataStart;
    }

    /** @throws CheckpointException when it cannot be read or is broken */
    public static SafetensorsFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            long header = size < 8 ? 0 : read(channel, 0, 8).getLong();
            if (header < 2 || header > MAX_HEADER || header > size - 8) {
                throw new CheckpointException(path + " is no safetensors file or is truncated (" + size + " bytes).");
            }
            SafetensorsFile file = new SafetensorsFile(path, 8 + header);
            file.index(Json.parse(read(channel, 8, (int) header).array(), path + " (header)"), size - 8 - header);
            return file;
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("unexpected end");
            }
        }
        return buffer.flip();
    }

    private void index(JsonNode header, long dataBytes) {
        header.properties().forEach(field -> {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue(), dataBytes));
            }
        });
    }

    private Entry entry(String name, JsonNode node, long dataBytes) {
        ElementType type = type(name, node.path("dtype").asText());
        JsonNode extents = node.path("shape");
        long[] shape = new long[extents.size()];
        long bytes = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = extents.get(i).asLong(-1);
            bytes *= shape[i];
        }
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end - begin != bytes) {
            throw new CheckpointException(path + ": the header of '" + name + "' contradicts itself.");
        }
        if (end > dataBytes) {
            throw new CheckpointException(path + " is truncated: '" + name + "' ends at byte " + end + " of "
                    + dataBytes + ". Copy the file again.");
        }
        return new Entry(type, shape, begin, end);
    }

    private ElementType type(String name, String dtype) {
        return switch (dtype) {
            case "F32" -> ElementType.F32;
            case "BF16" -> ElementType.BF16;
            case "F16" -> ElementType.F16;
            case "I64" -> ElementType.I64;
            default ->
                throw new CheckpointException(
                        path + ": '" + name + "' is " + dtype + "; this model reads F32, BF16 and F16.");
        };
    }

    public Set<String> names() {
        return entries.keySet();
    }

    long[] shape(String name) {
        return entries.get(name).shape().clone();
    }

    ElementType type(String name) {
        return entries.get(name).type();
    }

    long dataBytes() {
        return entries.values().stream().mapToLong(Entry::end).max().orElse(0);
    }

    /** A view of the mapped file; what is no multiple of the element size from its start is copied instead. */
    public Tensor view(Scope scope, String name) {
        Entry entry = entries.get(name);
        long start = dataStart + entry.begin();
        int width = entry.type().bytes();
        if (entry.begin() == entry.end()) {
            return Script.shared()
                    .tensor(scope, "zeros", entry.shape(), entry.type().code());
        }
        if (start % width == 0) {
            Tensor whole = map(scope, entry.type(), (start + entry.end() - entry.begin()) / width);
            return part(scope, whole, entry.shape(), start / width);
        }
        Tensor bytes = part(
                scope,
                map(scope, ElementType.U8, start + entry.end() - entry.begin()),
                new long[] {entry.end() - entry.begin()},
                start);
        Tensor copy = Script.shared().tensor(scope, "copy_of", bytes);
        Tensor typed = Script.shared().tensor(scope, "bits", copy, entry.type().code());
        return part(scope, typed, entry.shape(), 0);
    }

    private Tensor map(Scope scope, ElementType type, long elements) {
        return Script.shared().tensor(scope, "map_file", path.toString(), elements, type.code());
    }

    private static Tensor part(Scope scope, Tensor whole, long[] shape, long offset) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return Script.shared().tensor(scope, "view_of", whole, shape, strides, offset);
    }

    /**
     * Copies the values into tensors of the same names and shapes: all of them, or none.
     *
     * @throws CheckpointException when the file has other tensors
     */
    public void copyInto(Map<String, Tensor> tensors) {
        Set<String> lacking = new TreeSet<>(tensors.keySet());
        lacking.removeAll(names());
        Set<String> unwanted = new TreeSet<>(names());
        unwanted.removeAll(tensors.keySet());
        if (!lacking.isEmpty() || !unwanted.isEmpty()) {
            throw new CheckpointException(path + " holds other tensors than are wanted: it lacks " + some(lacking)
                    + " and holds " + some(unwanted) + ". Go on with the settings that it was written with.");
        }
        tensors.forEach((name, tensor) -> {
            if (!Arrays.equals(shape(name), tensor.shape())) {
                throw new CheckpointException(path + ": '" + name + "' has the shape " + Arrays.toString(shape(name))
                        + ", wanted is " + Arrays.toString(tensor.shape()) + ".");
            }
        });
        tensors.forEach((name, tensor) -> {
            try (Scope temporary = Scope.open()) {
                Script.shared().effect("assign", tensor, view(temporary, name));
            }
        });
    }

    private static String some(Set<String> names) {
        List<String> shown = names.stream().limit(SHOWN).toList();
        return shown + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    static boolean exists(Path path) {
        return Files.isRegularFile(path);
    }
}
