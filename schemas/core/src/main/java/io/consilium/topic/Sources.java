package io.consilium.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The systems that may publish cases: sources.yaml. Each has a reply topic of its own. */
public record Sources(List<String> names) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    public boolean registered(String system) {
        return names.contains(system);
    }

    public static Sources bundled() {
        try (InputStream in = Sources.class.getResourceAsStream("/sources.yaml")) {
            return parse("sources.yaml", YAML.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ConfigurationException when the file is absent or a name in it cannot be used */
    public static Sources read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), YAML.readTree(in));
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read", List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Sources parse(String where, JsonNode root) {
        List<String> problems = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (JsonNode node : root.path("sources")) {
            String name = node.path("name").asText("");
            if (!NAME.matcher(name).matches()) {
                problems.add("'" + name + "' is not a name of small letters, digits and hyphens");
            } else if (names.contains(name)) {
                problems.add("'" + name + "' is listed twice");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            problems.add("sources: none is listed");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(where + " has errors", problems);
        }
        return new Sources(List.copyOf(names));
    }
}
