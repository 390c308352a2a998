package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Writes random bfloat16 weights as safetensors shards. The same seed gives the same bytes. */
final class RandomWeights {
    private static final long SHARD_BYTES = 5_000_000_000L;
    private static final int BLOCK_BYTES = 1 << 22;
    /** Weights are drawn from a table of this many normal values: a billion are then written in seconds. */
    private static final int TABLE = 1 << 16;

    private final short[] normal = new short[TABLE];
    private final SplittableRandom random;

    private RandomWeights(double deviation, long seed) {
        random = new SplittableRandom(seed);
        Random gaussian = new Random(seed);
        for (int i = 0; i < TABLE; i++) {
            normal[i] = bfloat16((float) (gaussian.nextGaussian() * deviation));
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    static void write(Map<String, long[]> shapes, Path directory, double deviation, long seed) throws IOException {
        RandomWeights weights = new RandomWeights(deviation, seed);
        List<Map<String, long[]>> shards = shards(shapes);
        if (shards.size() == 1) {
            weights.shard(shapes, directory.resolve("model.safetensors"));
            return;
        }
        ObjectNode index = Json.MAPPER.createObjectNode();
        index.putObject("metadata")
                .put(
                        "total_size",
                        2
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

    private static List<Map<String, long[]>> shards(Map<String, long[]> shapes) {
        List<Map<String, long[]>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long bytes = 0;
        for (Map.Entry<String, long[]> each : shapes.entrySet()) {
            long more = 2 * elements(each.getValue());
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
            ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, start.putLong(header.length).put(header).flip());
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (Map.Entry<String, long[]> each : shapes.entrySet()) {
                tensor(channel, block, each.getKey(), elements(each.getValue()));
            }
        }
    }

    /** Padded with spaces to a multiple of 8 bytes, so that the data can be mapped. */
    private static byte[] header(Map<String, long[]> shapes) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Map.Entry<String, long[]> each : shapes.entrySet()) {
            long end = at + 2 * elements(each.getValue());
            ObjectNode entry = json.putObject(each.getKey()).put("dtype", "BF16");
            entry.putPOJO("shape", each.getValue());
            entry.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] text = Json.MAPPER.writeValueAsBytes(json);
        byte[] padded = java.util.Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        java.util.Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private void tensor(FileChannel channel, ByteBuffer block, String name, long elements) throws IOException {
        boolean norm = name.contains("norm") || name.contains("ln_q");
        boolean random = !norm && !name.endsWith(".bias");
        short constant = bfloat16(norm ? 1 : 0);
        for (long left = elements; left > 0; ) {
            int count = (int) Math.min(left, BLOCK_BYTES / 2);
            block.clear();
            for (int i = 0; i < count; i += 4) {
                long bits = random ? this.random.nextLong() : 0;
                for (int j = i; j < Math.min(i + 4, count); j++, bits >>>= 16) {
                    block.putShort(random ? normal[(int) bits & 0xffff] : constant);
                }
            }
            writeFully(channel, block.flip());
            left -= count;
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
