package io.consilium.department;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads departments.yaml; every problem in it is reported together. */
public final class DepartmentsFile {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private DepartmentsFile() {}

    /** The file that comes with Consilium: the paper's seven departments, three seats each. */
    public static Departments bundled() {
        try (InputStream in = DepartmentsFile.class.getResourceAsStream("/departments.yaml")) {
            return parse("departments.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ConfigurationException when the file is absent or anything in it is wrong */
    public static Departments read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read", List.of(String.valueOf(e.getMessage())));
        }
    }

    static Departments parse(String where, String yaml) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(where + " is not YAML", List.of(e.getOriginalMessage()));
        }
        DepartmentsParser parser = new DepartmentsParser(root);
        Departments departments = parser.parse();
        if (!parser.problems().isEmpty()) {
            throw new ConfigurationException(where + " has errors", parser.problems());
        }
        return departments;
    }
}
