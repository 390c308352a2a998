package io.consilium.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A file of one JSON object a line; a line is handed to the system when it is added, and never changed. */
final class JsonLines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;

    private JsonLines(FileChannel channel) {
        this.channel = channel;
    }

    static JsonLines append(Path file) throws IOException {
        return new JsonLines(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** The lines of a file, none when it is absent. What is no JSON object, such as a half-written line, is left out. */
    static List<ObjectNode> read(Path file) throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            // Bytes that are no UTF-8, from a torn write, must not make the rest unreadable: so no Files.readAllLines.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(line -> parse(line).ifPresent(lines::add));
        }
        return lines;
    }

    /** Leaves only the lines that are to stay; half-written ones never do. */
    static void cut(Path file, Predicate<ObjectNode> stays) throws IOException {
        if (Files.exists(file)) {
            DurableFiles.replace(file, text(read(file).stream().filter(stays).toList()));
        }
    }

    static void replace(Path file, List<ObjectNode> lines) throws IOException {
        DurableFiles.replace(file, text(lines));
    }

    void add(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text(List.of(line)).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Waits until all lines are on the disk. */
    void force() throws IOException {
        channel.force(true);
    }

    private static String text(List<ObjectNode> lines) {
        return lines.stream().map(JsonNode::toString).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Optional<ObjectNode> parse(String line) {
        try {
            return JSON.readTree(line) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException halfWritten) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
