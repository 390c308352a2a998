package io.consilium.trainer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A training configuration as it was written: a YAML file with the command line's overrides laid over it. Values leave it
 * only through {@link #settle}, which looks for unknown keys too, so that nobody can forget that check.
 */
public final class Configuration {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final String name;
    private final ObjectNode tree;
    private final Path directory;
    private final Overrides overrides;

    private Configuration(String name, ObjectNode tree, Path directory, List<String> overrides) {
        this.name = name;
        this.tree = tree;
        this.directory = directory;
        this.overrides = Overrides.apply(overrides, tree, YAML);
    }

    /**
     * @param overrides such as {@code grpo.learning_rate=1e-6} or {@code stages[2].steps=40}; later ones win
     * @throws ConfigurationException when the file is absent or no YAML; all else is reported by {@link #settle}
     */
    public static Configuration read(Path file, List<String> overrides) {
        return read(file, Map.of(), overrides);
    }

    /** @param defaults values of top-level keys that the file does not have */
    public static Configuration read(Path file, Map<String, ?> defaults, List<String> overrides) {
        ObjectNode tree = YAML.valueToTree(defaults);
        tree.setAll(section(file.toString(), parse(file)));
        return new Configuration(file.toString(), tree, file.toAbsolutePath().getParent(), overrides);
    }

    /** A configuration without a file; its paths are relative to the working directory. */
    public static Configuration of(Map<String, ?> values, List<String> overrides) {
        ObjectNode tree = section("the configuration", YAML.valueToTree(values));
        return new Configuration("the configuration", tree, Path.of("").toAbsolutePath(), overrides);
    }

    /**
     * Reads settings and returns them only when nothing is wrong. A getter that meets a bad value notes the problem and
     * returns a stand-in, so that one reading finds every problem.
     *
     * @param reader asks the sections for all that it knows; an {@link IllegalArgumentException} of it is a problem too
     * @throws ConfigurationException with every problem: bad overrides, wrong values, unknown keys
     */
    public <T> Settled<T> settle(Function<Section, T> reader) {
        Reading reading = new Reading(directory, overrides);
        Section root = new Section(reading, "", tree);
        Optional<T> settings = ask(reader, root, reading);
        if (settings.isPresent() && reading.problems().isEmpty()) {
            return new Settled<>(settings.get(), new EffectiveConfiguration(root.effective()));
        }
        throw new ConfigurationException(name + " has errors", reading.problems());
    }

    private static <T> Optional<T> ask(Function<Section, T> reader, Section root, Reading reading) {
        try {
            T settings = reader.apply(root);
            root.noteUnknownKeys();
            return Optional.of(settings);
        } catch (IllegalArgumentException e) {
            // Most often it follows from a stand-in for a bad value: then that value is the problem to tell.
            if (reading.problems().isEmpty()) {
                reading.problem(String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private static JsonNode parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(file + " cannot be read", List.of("there is no such file"));
        }
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + " is not YAML", List.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read", List.of(String.valueOf(e.getMessage())));
        }
    }

    private static ObjectNode section(String name, JsonNode root) {
        if (root.isMissingNode() || root.isNull()) {
            return YAML.createObjectNode();
        }
        if (root instanceof ObjectNode keys) {
            return keys;
        }
        throw new ConfigurationException(
                name + " has errors", List.of("the top level is " + Scalars.words(root) + "; keys are wanted"));
    }
}
