package io.consilium.trainer.gate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consilium.digest.Digest;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A policy as it was written.
 *
 * @param hash SHA-256 of the file's bytes
 */
public record PolicyFile(Policy policy, String hash) {

    /** @throws ConfigurationException with every problem in it: unknown keys, departments and sets, wrong values */
    public static PolicyFile read(Path file, List<String> departments) {
        Policy policy = settled(Configuration.read(file, List.of()), departments);
        try {
            return new PolicyFile(policy, Digest.sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read", List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The one that comes with Consilium, about synthetic cases. */
    public static PolicyFile bundled(List<String> departments) {
        try (InputStream in = PolicyFile.class.getResourceAsStream("policy.yaml")) {
            byte[] bytes = in.readAllBytes();
            Map<String, Object> values =
                    new ObjectMapper(new YAMLFactory()).readValue(bytes, new TypeReference<Map<String, Object>>() {});
            return new PolicyFile(settled(Configuration.of(values, List.of()), departments), Digest.sha256(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Policy settled(Configuration configuration, List<String> departments) {
        return configuration.settle(new PolicyReader(departments)::read).settings();
    }
}
