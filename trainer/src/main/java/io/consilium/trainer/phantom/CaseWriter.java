package io.consilium.trainer.phantom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.sample.Png;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes cases as the demonstration's lie there: {@code cases.jsonl}, one case a line, and their pictures as
 * {@code images/*.png}. One thread uses it.
 */
public final class CaseWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final BufferedWriter lines;

    private CaseWriter(Path directory, BufferedWriter lines) {
        this.directory = directory;
        this.lines = lines;
    }

    /** @throws ConfigurationException when something lies in the directory already, or it cannot be made */
    public static CaseWriter open(Path directory) {
        try {
            if (Files.exists(directory) && !empty(directory)) {
                throw new ConfigurationException(
                        "The cases cannot be written", List.of(directory + " is not empty: choose a new directory"));
            }
            Files.createDirectories(directory.resolve("images"));
            return new CaseWriter(directory, Files.newBufferedWriter(directory.resolve("cases.jsonl")));
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static boolean empty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** A case without a word of any specialist. */
    public void write(PhantomCase written) {
        write(written, line(written));
    }

    public void write(PhantomCase written, List<Opinion> opinions) {
        ObjectNode line = line(written);
        ArrayNode array = line.putArray("opinions");
        for (Opinion opinion : opinions) {
            ObjectNode node = array.addObject().put("seat", opinion.seat());
            opinion.answer().ifPresent(answer -> node.put("answer", answer));
        }
        write(written, line);
    }

    private void write(PhantomCase written, ObjectNode line) {
        try {
            Files.write(
                    directory.resolve(image(written)), Png.of(written.phantom().picture()));
            lines.write(JSON.writeValueAsString(line));
            lines.write('\n');
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static String image(PhantomCase written) {
        return "images/" + written.id() + ".png";
    }

    private static ObjectNode line(PhantomCase written) {
        ObjectNode line = JSON.createObjectNode();
        line.put("case_id", written.id())
                .put("subject", written.subject())
                .put("image", image(written))
                .put("question", written.asked().text());
        ArrayNode options = line.putArray("options");
        written.asked().options().forEach(options::add);
        return line.put("answer", written.asked().answer())
                .put("department", written.phantom().department())
                .put("finding", written.phantom().finding())
                .put("style", written.look().word());
    }

    private static ConfigurationException unwritable(Path directory, IOException e) {
        return new ConfigurationException(
                "The cases cannot be written",
                List.of(directory + ": " + e.getClass().getSimpleName() + ": " + e.getMessage()));
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }
}
