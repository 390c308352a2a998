package io.consilium.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of a checkpoint's files with their hashes, by which a damaged checkpoint is recognised. */
final class Manifest {
    static final String NAME = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifest() {}

    static void write(Path directory, long step) throws IOException {
        ObjectNode manifest = JSON.createObjectNode().put("step", step);
        ObjectNode hashes = manifest.putObject("sha256");
        for (Path file : files(directory)) {
            hashes.put(directory.relativize(file).toString(), hash(file));
        }
        Files.writeString(directory.resolve(NAME), manifest.toPrettyString() + "\n");
    }

    /** What is wrong with a checkpoint; nothing when it is whole. Files that are not in the manifest do not matter. */
    static Optional<String> damage(Path directory) {
        try {
            JsonNode hashes =
                    JSON.readTree(Files.readAllBytes(directory.resolve(NAME))).path("sha256");
            return hashes.isObject() ? firstDamage(directory, hashes) : Optional.of(NAME + " lists no files");
        } catch (JsonProcessingException e) {
            return Optional.of(NAME + " is no JSON");
        } catch (NoSuchFileException e) {
            return Optional.of(directory.relativize(Path.of(e.getFile())) + " is missing");
        } catch (IOException e) {
            return Optional.of("it cannot be read (" + e.getMessage() + ")");
        }
    }

    private static Optional<String> firstDamage(Path directory, JsonNode hashes) throws IOException {
        for (Map.Entry<String, JsonNode> entry : hashes.properties()) {
            if (!hash(directory.resolve(entry.getKey())).equals(entry.getValue().asText())) {
                return Optional.of(entry.getKey() + " is not what was written");
            }
        }
        return Optional.empty();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
