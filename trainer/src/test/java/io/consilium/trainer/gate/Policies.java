package io.consilium.trainer.gate;

import io.consilium.department.DepartmentsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Policies for tests, as files. */
final class Policies {
    static final List<String> DEPARTMENTS = DepartmentsFile.bundled().names();

    /** A few cases and no thresholds; whoever is not much worse passes. */
    static final String MILD = """
            name: mild
            version: 3
            held_out:
              sets: [demo]
              count: 14
              seed: 4800
              range: made up
            override:
              by: [Dr. Made-up]
            attending:
              may_change: ["model.*"]
              least_cases: 1
              thresholds:
                format: 0
              non_inferiority:
                margin: 0.1
                department_margin: 1
            """;

    private Policies() {}

    static PolicyFile read(Path directory, String yaml) {
        try {
            return PolicyFile.read(Files.writeString(directory.resolve("policy.yaml"), yaml), DEPARTMENTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
