package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop from outcomes to a better service, in small: the steps are all there, the training is only a few replies. */
class LearnCommandTest {
    @TempDir
    private Path directory;

    private Path policy;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        out = directory.resolve("out");
        policy = Files.writeString(directory.resolve("policy.yaml"), """
                name: lenient
                version: 1
                held_out: {sets: [rad], count: 6, seed: 4900}
                promotion: {by: [ann]}
                triage: %1$s
                attending: %1$s
                """.formatted(
                        "{may_change: [model.*, visual.*], least_cases: 1, thresholds: {format: 0},"
                                + " non_inferiority: {margin: 1, department_margin: 1}}"));
    }

    private Shell.Result learn(String by) {
        return Shell.run(
                "learn",
                "--demo",
                "--cases",
                "14",
                "--fresh",
                "2",
                "--set",
                "num_generations=2",
                "--set",
                "prompts_per_step=2",
                "--set",
                // so few cases teach nothing: what is trained shall still answer in the format
                "learning_rate=1e-6",
                "--policy",
                policy.toString(),
                "--by",
                by,
                "--out",
                out.toString(),
                "--json");
    }

    @Test
    void shouldPutTrainedVersionsIntoServiceWhileCasesFlow() throws IOException {
        Shell.Result result = learn("ann");

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode learnt = result.json().get(0);
        assertThat(learnt.path("samples").asInt()).isEqualTo(3 * 14);
        assertThat(learnt.path("range").asText()).matches("0:0-\\d+(,\\d+:0-\\d+)*");
        assertThat(learnt.path("promoted").path("triage").asText()).hasSize(64);
        assertThat(learnt.path("promoted").path("attending").asText()).hasSize(64);
        assertThat(learnt.path("cases_during_swap").asInt()).isPositive();
        assertThat(learnt.path("without_verdict_during_swap").asInt()).isZero();
        assertThat(learnt.at("/before/0/cases").asInt()).isEqualTo(5 * 2);
        assertThat(learnt.at("/after/0/cases").asInt()).isEqualTo(5 * 2);
        assertThat(Files.readString(Path.of(learnt.path("page").asText())))
                .contains("Verdicts that changed", "Training of attending, and why it was promoted", "<svg");
        assertThat(Files.readString(out.resolve("evidence-attending.json"))).contains("\"passed\" : true");
        assertThat(out.resolve("attending/report.html")).exists();
        assertThat(out.resolve("triage/models/triage/model.safetensors")).exists();

        Shell.Result again = learn("ann");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is not empty: choose a new directory");
    }

    @Test
    void shouldRefuseAtOnceWhoMayNotPromote() {
        Shell.Result result = learn("mallory");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--by mallory: the policy lets only [ann] promote");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldSayThatOnlyTheDemonstrationLearnsByItself() {
        Shell.Result result = Shell.run("learn");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Only --demo learns by itself", "consilium train curriculum --bootstrap");
    }
}
