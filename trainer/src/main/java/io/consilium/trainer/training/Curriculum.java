package io.consilium.trainer.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Orders and schedules that come with Consilium: the paper's, and its ablations. Their texts lie beside this class. */
public enum Curriculum {
    PAPER,
    EASY_ONLY,
    EASY_MEDIUM,
    MIXED,
    REVERSED,
    FIXED_GAMMA,
    NO_ENTROPY;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Its sections of a configuration's {@code stages}. */
    public List<Map<String, Object>> stages() {
        String file = "curricula/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
        try (InputStream in = Curriculum.class.getResourceAsStream(file)) {
            Map<String, List<Map<String, Object>>> text = YAML.readValue(in, new TypeReference<>() {});
            return text.get("stages");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
