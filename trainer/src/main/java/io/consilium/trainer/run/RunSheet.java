package io.consilium.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.FatalException;
import io.consilium.trainer.config.EffectiveConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A run's {@code run.json}: what the run is made of and when it began. Its presence makes a directory a run's. */
public record RunSheet(RunIdentity identity, Instant started) {
    static final String NAME = "run.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws FatalException when the file is damaged */
    static RunSheet read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try {
            JsonNode sheet = JSON.readTree(Files.readAllBytes(file));
            RunIdentity identity = new RunIdentity(
                    sheet.required("kind").asText(),
                    sheet.required("model").asText(),
                    new EffectiveConfiguration(sheet.withObject("/configuration")),
                    sheet.required("seed").asLong(),
                    sheet.required("data_hash").asText(),
                    sheet.required("commit").asText(),
                    sheet.required("version").asText(),
                    sheet.required("threads").asInt());
            return new RunSheet(
                    identity, Instant.parse(sheet.required("started").asText()));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new FatalException(
                    file + " is damaged (" + e.getMessage() + "); bring it back from a copy or start another run", e);
        }
    }

    void write(Path directory) throws IOException {
        ObjectNode sheet = JSON.createObjectNode();
        sheet.put("kind", identity.kind());
        sheet.put("model", identity.model());
        sheet.put("seed", identity.seed());
        sheet.put("data_hash", identity.dataHash());
        sheet.put("commit", identity.commit());
        sheet.put("version", identity.version());
        sheet.put("threads", identity.threads());
        sheet.put("started", started.toString());
        sheet.put("configuration_hash", identity.configuration().hash());
        sheet.set("configuration", identity.configuration().tree());
        DurableFiles.replace(directory.resolve(NAME), sheet.toPrettyString() + "\n");
    }

    /** Why {@code now} would not continue this run, key by key. */
    List<String> differences(RunIdentity now, Set<String> mayChange) {
        List<String> differences = new ArrayList<>();
        compare("kind", identity.kind(), now.kind(), differences);
        compare("model", identity.model(), now.model(), differences);
        compare("seed", String.valueOf(identity.seed()), String.valueOf(now.seed()), differences);
        compare("data hash", identity.dataHash(), now.dataHash(), differences);
        differences.addAll(identity.configuration().differences(now.configuration(), mayChange));
        return differences;
    }

    /** The same run with what a resumed run may have otherwise. The commit stays: resuming is an event of its own. */
    RunSheet with(EffectiveConfiguration configuration) {
        RunIdentity kept = new RunIdentity(
                identity.kind(),
                identity.model(),
                configuration,
                identity.seed(),
                identity.dataHash(),
                identity.commit(),
                identity.version(),
                identity.threads());
        return new RunSheet(kept, started);
    }

    private static void compare(String what, String then, String now, List<String> differences) {
        if (!then.equals(now)) {
            differences.add(what + ": was " + then + ", is now " + now);
        }
    }
}
