package io.consilium.standalone.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
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

    /** @throws ConfigurationException when the file itself cannot be read */
    public static Contents read(Path file, Format format, String source) {
        List<WrittenCase> cases = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        CaseParser parser = new CaseParser(file.toAbsolutePath().getParent(), format, source);
        int number = 0;
        for (JsonNode node : objects(file)) {
            number++;
            try {
                cases.add(parser.parse(node));
            } catch (UnusableCaseException e) {
                problems.add(file + ": case " + number + ": " + e.getMessage());
            }
        }
        return new Contents(List.copyOf(cases), List.copyOf(problems));
    }

    private static List<JsonNode> objects(Path file) {
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(Files.readAllBytes(file))) {
            List<JsonNode> nodes = values.readAll();
            List<JsonNode> objects = new ArrayList<>();
            nodes.forEach(node -> {
                if (node.isArray()) {
                    node.forEach(objects::add);
                } else {
                    objects.add(node);
                }
            });
            return objects;
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + " is not JSON",
                    List.of("line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be read", List.of(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
    }
}
