package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A Qwen2.5-VL checkpoint: weights, tokenizer and image processor, immutable and shared by threads.
 * Close it when no generator uses it any more.
 */
public final class VisionLanguageModel implements AutoCloseable {
    private final String name;
    private final String version;
    private final Scope scope;
    private final ElementType type;
    private final SpecialTokens special;
    private final TextCodec codec;
    private final ImageProcessor images;
    private final Network network;

    private VisionLanguageModel(Path directory, ElementType type, ModelConfig config, Scope scope, TextCodec codec) {
        this.name = directory.toAbsolutePath().normalize().getFileName().toString();
        this.type = type;
        this.scope = scope;
        this.codec = codec;
        special = CheckpointFiles.specialTokens(directory, config, codec);
        images = CheckpointFiles.images(directory, config);
        network = new Network(scope, config, Weights.load(scope, directory, config, type));
        version = CheckpointFiles.version(directory);
    }

    /**
     * Loads a directory in Hugging Face layout.
     *
     * @throws CheckpointException when a file is missing, broken, unknown in a value, or does not fit the others
     */
    public static VisionLanguageModel load(Path directory, Precision precision) {
        if (!Files.isDirectory(directory)) {
            throw new CheckpointException("There is no checkpoint directory " + directory + ".");
        }
        ModelConfig config = ConfigReader.read(directory.resolve("config.json"));
        ChatTemplate.check(directory);
        TextCodec codec = TextCodec.open(directory.resolve("tokenizer.json"));
        Scope scope = Scope.open();
        try {
            return new VisionLanguageModel(directory, type(precision, config), config, scope, codec);
        } catch (RuntimeException e) {
            scope.close();
            codec.close();
            throw e;
        }
    }

    private static ElementType type(Precision precision, ModelConfig config) {
        return switch (precision) {
            case F32 -> ElementType.F32;
            case BF16 -> ElementType.BF16;
            case CHECKPOINT -> config.type();
        };
    }

    /**
     * What {@link #version()} would be of a directory, without loading it.
     *
     * @throws CheckpointException when its files cannot be read
     */
    public static String versionOf(Path directory) {
        return CheckpointFiles.version(directory);
    }

    /** SHA-256 (hex) over the files that decide an answer. */
    public String version() {
        return version;
    }

    /** The directory's name. */
    public String name() {
        return name;
    }

    /** The most tokens a prompt and its reply may have together. */
    public int maxLength() {
        return network.config().text().maxPositions();
    }

    /** Whether one operation is too little work to be split over threads. */
    boolean isSmall() {
        return network.isFused();
    }

    /** Text and pictures to tokens and patches, checked against the model's length. */
    PreparedPrompt prepare(ChatPrompt prompt) {
        return new PromptEncoder(codec, special, images).encode(prompt);
    }

    Network network() {
        return network;
    }

    ElementType type() {
        return type;
    }

    SpecialTokens special() {
        return special;
    }

    ImageProcessor images() {
        return images;
    }

    /** A reply's tokens as the model would have said them, the end token included. */
    int[] replyTokens(String reply) {
        int[] tokens = codec.encode(reply);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = special.messageEnd();
        return ended;
    }

    /** The text of generated tokens, without the control tokens among them. */
    String text(int[] tokens) {
        return codec.decode(tokens);
    }

    @Override
    public void close() {
        scope.close();
        codec.close();
    }
}
