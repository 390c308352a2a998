package io.consilium.standalone.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases as people write them: a JSON object, an array of them, or one a line. Pictures are paths beside the file or data
 * URIs. A case that cannot be read is reported with its place; the others are not held up.
 */
public final class CaseFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseFile() {}

    /** How the objects of a file are to be read. */
    public enum Format {
        CONSILIUM,
        VQA_RAD
    }

    /**
     * @param cases those that can be published, in the order of the file
     * @param problems what is wrong with the others, each with its place
     */
    public record Contents(List<WrittenCase> cases, List<String> problems) {}

    /** @throws ConfigurationException when the file itself cannot be read, or nothing in it is JSON */
    public static Contents read(Path file, Format format, String source) {
        List<WrittenCase> cases = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        CaseParser parser = new CaseParser(file.toAbsolutePath().getParent(), format, source);
        int number = 0;
        for (JsonNode node : objects(file, text(file), problems)) {
            number++;
            try {
                cases.add(parser.parse(node));
            } catch (UnusableCaseException e) {
                problems.add(file + ": case " + number + ": " + e.getMessage());
            }
        }
        return new Contents(List.copyOf(cases), List.copyOf(problems));
    }

    private static List<JsonNode> objects(Path file, String text, List<String> problems) {
        try {
            return objects(text);
        } catch (JsonProcessingException e) {
            List<JsonNode> readable = new ArrayList<>();
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                try {
                    readable.addAll(objects(line));
                } catch (JsonProcessingException bad) {
                    problems.add(file + ": line " + number + " is not JSON: " + bad.getOriginalMessage());
                }
            }
            if (readable.isEmpty()) {
                throw new ConfigurationException(
                        file + " is not JSON",
                        List.of("line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage()));
            }
            return readable;
        }
    }

    private static List<JsonNode> objects(String text) throws JsonProcessingException {
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
            for (JsonNode node : values.readAll()) {
                if (node.isArray()) {
                    node.forEach(objects::add);
                } else {
                    objects.add(node);
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot be read", e);
        }
        return objects;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be read", List.of(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
    }
}
