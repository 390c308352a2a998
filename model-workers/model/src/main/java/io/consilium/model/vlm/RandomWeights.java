package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/** Writes random bfloat16 or f32 weights as safetensors shards. The same seed gives the same bytes. */
final class RandomWeights {
    private static final long SHARD_BYTES = 5_000_000_000L;
    private static final int BLOCK_BYTES = 1 << 22;
    /** Weights are drawn from a table of this many normal values: a billion are then written in seconds. */
    private static final int TABLE = 1 << 16;

    private final float[] normal = new float[TABLE];
    private final ElementType type;
    private final SplittableRandom random;

    private RandomWeights(ElementType type, double deviation, long seed) {
        this.type = type;
        random = new SplittableRandom(seed);
        Random gaussian = new Random(seed);
        for (int i = 0; i < TABLE; i++) {
            normal[i] = (float) (gaussian.nextGaussian() * deviation);
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    static void write(Map<String, long[]> shapes, Path directory, ElementType type, double deviation, long seed)
            throws IOException {
        RandomWeights weights = new RandomWeights(type, deviation, seed);
        List<Map<String, long[]>> shards = weights.shards(shapes);
        if (shards.size() == 1) {
            weights.shard(shapes, directory.resolve("model.safetensors"));
            return;
        }
        ObjectNode index = Json.MAPPER.createObjectNode();
        index.putObject("metadata")
                .put(
                        "total_size",
                        type.bytes()
                                * shapes.values().stream()
                                        .mapToLong(RandomWeights::elements)
                                        .sum());
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format("model-%05d-of-%05d.safetensors", i + 1, shards.size());
            weights.shard(shards.get(i), directory.resolve(name));
            shards.get(i).keySet().forEach(weight -> map.put(weight, name));
        }
        RandomCheckpoint.write(directory.resolve("model.safetensors.index.json"), index);
    }

    private List<Map<String, long[]>> shards(Map<String, long[]> shapes) {
        List<Map<String, long[]>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long bytes = 0;
        for (Map.Entry<String, long[]> each : shapes.entrySet()) {
            long more = type.bytes() * elements(each.getValue());
            if (bytes > 0 && bytes + more > SHARD_BYTES) {
                shards.add(new LinkedHashMap<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).put(each.getKey(), each.getValue());
            bytes += more;
        }
        return shards;
    }

    private static long elements(long[] shape) {
        long elements = 1;
        for (long extent : shape) {
            elements *= extent;
        }
        return elements;
    }

    private void shard(Map<String, long[]> shapes, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = header(shapes);
            SafetensorsWriter.writeFully(channel, SafetensorsWriter.start(header));
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (Map.Entry<String, long[]> each : shapes.entrySet()) {
                tensor(channel, block, each.getKey(), elements(each.getValue()));
            }
        }
    }

    private byte[] header(Map<String, long[]> shapes) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Map.Entry<String, long[]> each : shapes.entrySet()) {
            long end = at + type.bytes() * elements(each.getValue());
            SafetensorsWriter.entry(json, each.getKey(), type, each.getValue(), at, end);
            at = end;
        }
        return SafetensorsWriter.padded(json);
    }

    private void tensor(FileChannel channel, ByteBuffer block, String name, long elements) throws IOException {
        boolean norm = name.contains("norm") || name.contains("ln_q");
        boolean random = !norm && !name.endsWith(".bias");
        float constant = norm ? 1 : 0;
        for (long left = elements; left > 0; ) {
            int count = (int) Math.min(left, BLOCK_BYTES / type.bytes());
            block.clear();
            for (int i = 0; i < count; i += 4) {
                long bits = random ? this.random.nextLong() : 0;
                for (int j = i; j < Math.min(i + 4, count); j++, bits >>>= 16) {
                    put(block, random ? normal[(int) bits & 0xffff] : constant);
                }
            }
            SafetensorsWriter.writeFully(channel, block.flip());
            left -= count;
        }
    }

    private void put(ByteBuffer block, float value) {
        if (type == ElementType.BF16) {
            block.putShort(bfloat16(value));
        } else {
            block.putFloat(value);
        }
    }
}
