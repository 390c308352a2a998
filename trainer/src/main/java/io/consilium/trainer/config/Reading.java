package io.consilium.trainer.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One reading of a configuration: where relative paths start, what was overridden, and the problems so far. */
final class Reading {
    private final Path directory;
    private final Overrides overrides;
    private final List<String> problems;

    Reading(Path directory, Overrides overrides) {
        this.directory = directory;
        this.overrides = overrides;
        this.problems = new ArrayList<>(overrides.problems());
    }

    List<String> problems() {
        return problems;
    }

    void problem(String text) {
        problems.add(text);
    }

    Overrides overrides() {
        return overrides;
    }

    /** A path of the file is relative to the file, one of the command line to the working directory. */
    Path resolve(String key, String text) {
        Path base = overrides.contains(key) ? Path.of("").toAbsolutePath() : directory;
        return base.resolve(text).normalize();
    }
}
