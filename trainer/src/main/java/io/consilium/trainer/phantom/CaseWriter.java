package io.consilium.trainer.phantom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.image.Picture;
import io.consilium.problem.ConfigurationException;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes cases as the demonstration's lie there: {@code cases.jsonl}, one case a line, and their pictures as
 * {@code images/*.png}. One thread uses it.
 */
public final class CaseWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final BufferedWriter lines;
    private final ImageWriter png = ImageIO.getImageWritersByFormatName("png").next();

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
                    directory.resolve(image(written)), encoded(written.phantom().picture()));
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

    private byte[] encoded(Picture picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            png.setOutput(out);
            png.write(image(picture));
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int y = 0, at = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++, at += 3) {
                image.setRGB(x, y, (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff);
            }
        }
        return image;
    }

    private static ConfigurationException unwritable(Path directory, IOException e) {
        return new ConfigurationException(
                "The cases cannot be written",
                List.of(directory + ": " + e.getClass().getSimpleName() + ": " + e.getMessage()));
    }

    @Override
    public void close() {
        png.dispose();
        try {
            lines.close();
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }
}
