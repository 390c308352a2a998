package io.consilium.model.vlm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The smaller files of a checkpoint directory, held against config.json, and the hash over all that decide an answer. */
final class CheckpointFiles {
    private static final List<String> DECIDING = List.of(
            "config.json",
            "generation_config.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "model.safetensors.index.json");
    private static final long HASH_BLOCK = 64L << 20;

    private CheckpointFiles() {}

    static SpecialTokens specialTokens(Path directory, ModelConfig config, TextCodec codec) {
        if (codec.greatestId() >= config.text().vocabulary()) {
            throw new CheckpointException(
                    directory + ": the tokenizer does not fit: it has token ids up to " + codec.greatestId()
                            + ", the embedding has " + config.text().vocabulary() + " rows.");
        }
        same(directory, codec, "<|image_pad|>", config.imageToken());
        same(directory, codec, "<|video_pad|>", config.videoToken());
        same(directory, codec, "<|vision_start|>", config.visionStartToken());
        same(directory, codec, "<|vision_end|>", config.visionEndToken());
        return new SpecialTokens(
                codec.id("<|im_start|>"),
                codec.id("<|im_end|>"),
                config.visionStartToken(),
                config.visionEndToken(),
                config.imageToken(),
                config.videoToken(),
                ends(directory, config, codec));
    }

    private static void same(Path directory, TextCodec codec, String token, int wanted) {
        if (codec.id(token) != wanted) {
            throw new CheckpointException(directory + ": the tokenizer does not fit: " + token + " is "
                    + codec.id(token) + " there and " + wanted + " in config.json.");
        }
    }

    /** generation_config.json decides; config.json is asked where that is silent. */
    private static List<Integer> ends(Path directory, ModelConfig config, TextCodec codec) {
        Path file = directory.resolve("generation_config.json");
        List<Integer> ends = config.endTokens();
        if (Files.isRegularFile(file)) {
            Section generation = new Section(file.getFileName().toString(), Json.read(file));
            var own = generation.find("eos_token_id");
            if (own.isPresent()) {
                ends = generation.integers(own.get(), "eos_token_id");
            }
        }
        if (ends.isEmpty()) {
            ends = List.of(codec.id("<|im_end|>"));
        }
        for (int end : ends) {
            if (end < 0 || end >= config.text().vocabulary()) {
                throw new CheckpointException(directory + ": eos_token_id " + end + " is outside the vocabulary.");
            }
        }
        return ends;
    }

    static ImageProcessor images(Path directory, ModelConfig config) {
        ImageSettings settings = ImageSettings.read(directory.resolve("preprocessor_config.json"));
        VisionConfig vision = config.vision();
        boolean fits = settings.patch() == vision.patch()
                && settings.merge() == vision.merge()
                && settings.temporalPatch() == vision.temporalPatch();
        if (!fits) {
            throw new CheckpointException(directory + ": patch_size, merge_size and temporal_patch_size differ between"
                    + " preprocessor_config.json and config.json.");
        }
        return new ImageProcessor(settings);
    }

    private static boolean decides(Path file) {
        String name = file.getFileName().toString();
        return DECIDING.contains(name) || name.endsWith(".safetensors");
    }

    /**
     * SHA-256 over name, length and the SHA-256 of each 64 MiB block of each deciding file and every weights file, in the
     * order of their names. Blocks are hashed side by side: a checkpoint of many gigabytes is read at the disk's speed.
     */
    static String version(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            MessageDigest digest = sha256();
            for (Path file : files.filter(CheckpointFiles::decides).sorted().toList()) {
                long size = Files.size(file);
                digest.update((file.getFileName() + " " + size + "\n").getBytes(StandardCharsets.UTF_8));
                long blocks = (size + HASH_BLOCK - 1) / HASH_BLOCK;
                LongStream.range(0, blocks)
                        .parallel()
                        .mapToObj(block -> digest(file, block * HASH_BLOCK))
                        .forEachOrdered(digest::update);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | UncheckedIOException e) {
            throw new CheckpointException("Cannot hash " + directory + ": " + e.getMessage(), e);
        }
    }

    private static byte[] digest(Path file, long start) {
        MessageDigest digest = sha256();
        ByteBuffer part = ByteBuffer.allocate(1 << 20);
        try (FileChannel channel = FileChannel.open(file)) {
            long end = start + HASH_BLOCK;
            for (long at = start; at < end && channel.read(part.clear(), at) >= 0; at += part.limit()) {
                digest.update(part.flip());
            }
            return digest.digest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
