package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.trainer.config.EffectiveConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whose a directory is: one study's, whose configuration lies there. */
final class Claim {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDY = "study.json";

    /** More seeds go on where fewer ended. */
    private static final Set<String> MAY_CHANGE = Set.of("study.seeds");

    private Claim() {}

    /**
     * Takes a new directory, or goes on in one.
     *
     * @throws ConfigurationException when another study's results lie there, or no study's
     */
    static void take(Path directory, Study study, List<String> models) {
        Path file = directory.resolve(STUDY);
        ObjectNode own = JSON.createObjectNode();
        own.put("edition", Study.EDITION);
        models.forEach(own.putArray("models")::add);
        own.set("study", study.configuration().tree());
        try {
            if (Files.exists(file)) {
                compare(file, own);
                return;
            }
            if (Files.exists(directory)) {
                try (Stream<Path> entries = Files.list(directory)) {
                    if (entries.findAny().isPresent()) {
                        throw new ConfigurationException(
                                "The study cannot begin",
                                List.of(directory + " is not empty and holds no study; use an empty or new directory"));
                    }
                }
            }
            Files.createDirectories(directory);
            Shelf.replace(file, own.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new FatalException(directory + " cannot be used for a study: " + e, e);
        }
    }

    private static void compare(Path file, ObjectNode own) throws IOException {
        ObjectNode before;
        try {
            before = (ObjectNode) JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException | ClassCastException e) {
            throw new FatalException(
                    file + " is damaged; bring it back from a copy, or use another directory for a new study", e);
        }
        List<String> differences = new ArrayList<>(
                new EffectiveConfiguration(before).differences(new EffectiveConfiguration(own), MAY_CHANGE));
        if (!differences.isEmpty()) {
            throw new ConfigurationException(
                    file.getParent() + " holds another study; go on with that one, or use another directory",
                    differences);
        }
    }
}
