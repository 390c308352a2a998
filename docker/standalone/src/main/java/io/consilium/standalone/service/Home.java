package io.consilium.standalone.service;

import io.consilium.problem.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where Consilium's own files lie: the starter checkpoints and the demonstration's cases. */
public record Home(Path directory) {
    private static final String PROPERTY = "consilium.home";

    /** The directory that the launcher names; without a launcher, the nearest one above that holds the starters. */
    public static Home find() {
        String named = System.getProperty(PROPERTY, "");
        Path start = Path.of(named.isEmpty() ? "" : named).toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(new Home(directory).models())) {
                return new Home(directory);
            }
        }
        throw new ConfigurationException(
                "Consilium's files are not found",
                List.of("no model-workers/starter in or above " + start
                        + ": run the 'consilium' script of the checkout"));
    }

    public Path models() {
        return directory.resolve("model-workers/starter");
    }

    public Path demoCases() {
        return directory.resolve("docker/standalone/demo/cases.jsonl");
    }
}
