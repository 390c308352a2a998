package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.department.DepartmentsFile;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Home;
import io.consilium.trainer.gate.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The commands about model versions, as an ML engineer gives them.
 *
 * @param service where they go to; it may be another after a restart
 * @param directory for checkpoints and evidence
 */
record ModelCommands(Supplier<Endpoints> service, Path directory) {
    static final String PROMOTER = "ml-engineer";

    /** The same weights under another hash. */
    Path variant(String starter, int number) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("variant-" + number));
        try (Stream<Path> files = Files.list(Home.find().models().resolve(starter))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.writeString(copy.resolve("config.json"), " ".repeat(number), StandardOpenOption.APPEND);
        return copy;
    }

    String imported(Path checkpoint, String role) {
        Shell.Result result = run("import", checkpoint.toString(), "--role", role);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    Shell.Result promote(String version, String role) throws IOException {
        return promote(version, role, PROMOTER, evidence(version, role));
    }

    Shell.Result promote(String version, String role, String by, String evidence) {
        return run("promote", version, "--role", role, "--by", by, "--evidence", evidence);
    }

    /** As the gate writes it about a candidate that passed. */
    String evidence(String version, String role) throws IOException {
        String policy = PolicyFile.bundled(DepartmentsFile.bundled().names()).hash();
        String record = """
                {"passed": true, "policy": {"hash": "%s"}, "protocol": {"role": "%s"},
                 "candidate": {"version": "%s"}, "champion": {"version": "%s"}}
                """.formatted(policy, role, version, champion(role));
        return Files.writeString(directory.resolve("evidence.json"), record).toString();
    }

    String champion(String role) {
        return state(role).stream()
                .filter(version -> version.path("alias").asText().equals("champion"))
                .map(version -> version.path("version").asText())
                .findFirst()
                .orElseThrow();
    }

    List<JsonNode> state(String role) {
        return run("list", "--json").json().stream()
                .filter(version -> version.path("role").asText().equals(role))
                .toList();
    }

    Shell.Result run(String[] more, String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    /** @param arguments of {@code consilium model} */
    Shell.Result run(String... arguments) {
        return Shell.run(
                service.get(),
                Stream.concat(Stream.of("model"), Stream.of(arguments)).toArray(String[]::new));
    }
}
