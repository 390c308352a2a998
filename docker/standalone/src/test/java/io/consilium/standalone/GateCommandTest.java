package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate as a release engineer meets it: exit codes, evidence, overrides, and policies that are wrong. */
class GateCommandTest {
    private static final Path CHAMPION = Home.find().models().resolve("generalist");

    @TempDir
    private Path directory;

    private Path candidate;
    private Path policy;

    @BeforeEach
    void makeACandidate() throws IOException {
        candidate = Files.createDirectory(directory.resolve("candidate"));
        try (Stream<Path> files = Files.list(CHAMPION)) {
            for (Path file : files.toList()) {
                Files.copy(file, candidate.resolve(file.getFileName()));
            }
        }
        Path weights = candidate.resolve("model.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() - 4);
            file.writeInt(0);
        }
        policy = write("visual.*");
    }

    private Path write(String mayChange) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), """
                name: made-up
                version: 1
                held_out: {sets: [rad], count: 8, seed: 4900}
                override: {by: [Dr. Made-up]}
                triage:
                  may_change: ["%s"]
                  least_cases: 1
                  thresholds: {accuracy: 0.5, departments: {Radiologist: 0.5}}
                  non_inferiority: {margin: 0.5, department_margin: 1}
                """.formatted(mayChange));
    }

    private Shell.Result gate(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "gate",
                "--policy",
                policy.toString(),
                "--candidate",
                candidate.toString(),
                "--champion",
                CHAMPION.toString(),
                "--role",
                "triage",
                "--evidence",
                evidence().toString()));
        words.addAll(List.of(options));
        return Shell.run(words.toArray(String[]::new));
    }

    private Path evidence() {
        return directory.resolve("evidence.json");
    }

    @Test
    void shouldPassWithEvidenceThatNobodyOverwrites() throws IOException {
        Shell.Result passed = gate();
        assertThat(passed.exitCode()).as(passed.err()).isZero();
        assertThat(passed.out()).startsWith("PASSED").contains("policy: made-up 1", "What changed: 1 of");
        assertThat(Files.readString(evidence())).contains("\"passed\" : true");
        assertThat(Files.readString(directory.resolve("evidence.txt"))).startsWith("PASSED");

        Shell.Result again = gate();
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("never overwritten");
    }

    @Test
    void shouldRefuseUntilSomebodyNamedAnswersForIt() throws IOException {
        policy = write("model.*");
        Shell.Result refused = gate("--override-by", "Somebody", "--reason", "please", "--json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.json().get(0).at("/refusals/0").asText()).contains("weights changed that may not change");
        assertThat(refused.json().get(0).at("/refusals/1").asText()).contains("Somebody may not override");
        Files.delete(evidence());

        Shell.Result overridden = gate("--override-by", "Dr. Made-up", "--reason", "it was agreed");
        assertThat(overridden.exitCode()).as(overridden.err()).isZero();
        assertThat(overridden.out()).contains("let through by Dr. Made-up: it was agreed");
    }

    @Test
    void shouldSayWhatIsWrongWithAPolicy() throws IOException {
        Files.writeString(policy, Files.readString(policy).replace("Radiologist", "Radiologst"));
        Shell.Result department = gate();
        assertThat(department.exitCode()).isEqualTo(2);
        assertThat(department.err()).contains("Radiologst: unknown key", "did you mean Radiologist?");
        assertThat(evidence()).doesNotExist();
    }

    @Test
    void shouldWantANameAndAReason() {
        Shell.Result nameless = gate("--reason", "it was agreed");
        assertThat(nameless.exitCode()).isEqualTo(2);
        assertThat(nameless.err()).contains("--override-by NAME and --reason TEXT go together");
    }

    @Test
    void shouldTakeTheBuiltInPolicyForWantOfAnother() {
        Shell.Result gone = Shell.run(
                "gate",
                "--candidate",
                "nowhere",
                "--champion",
                "gone",
                "--evidence",
                evidence().toString());
        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err()).contains("no checkpoint directory nowhere", "no checkpoint directory gone");
    }
}
