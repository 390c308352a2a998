package io.consilium.trainer.gate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.trainer.evaluation.Occasion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of one decision, as a predetermined change control plan asks for (FDA, 2024): what changed, on which data, by
 * which protocol, with which effect on each group.
 *
 * @param policy its name and version; {@code policyHash} is the file's
 * @param range where the held-out samples come from, in words; may be empty
 * @param change empty where the candidate cannot be read
 * @param effect empty where the candidate could not be examined
 * @param refusals every rule that the candidate breaks
 * @param waiver of somebody whom the policy names; it counts only where there are refusals
 */
public record Evidence(
        Instant at,
        String policy,
        String policyHash,
        Occasion occasion,
        String range,
        Optional<Change> change,
        Optional<Effect> effect,
        List<String> refusals,
        Optional<Waiver> waiver,
        boolean passed) {

    public Evidence {
        refusals = List.copyOf(refusals);
    }

    public ObjectNode json() {
        return EvidenceJson.of(this);
    }

    public String text() {
        return EvidenceText.of(this);
    }

    /** @throws ConfigurationException when there is a record already: evidence is never overwritten */
    public static void checkFree(Path file) {
        if (Files.exists(file)) {
            throw new ConfigurationException(
                    "The evidence cannot be written",
                    List.of(file + " is there already, and evidence is never overwritten: choose another name"));
        }
    }

    /** Writes it as JSON into the file and as text beside it; returns the text's file. */
    public Path write(Path file) {
        checkFree(file);
        Path beside = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + ".txt");
        replace(beside, text());
        replace(file, json().toPrettyString() + "\n");
        return beside;
    }

    private static void replace(Path file, String text) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            Path temporary = Files.writeString(directory.resolve(file.getFileName() + ".tmp"), text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
