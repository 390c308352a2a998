package io.consilium.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.digest.Digest;
import io.consilium.model.vlm.ModelException;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.Occasion;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.sample.SampleFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The starter as champion, and what becomes of candidates that differ from it. */
class GateTest {
    private static final Path CHAMPION = Path.of("../model-workers/starter/generalist");
    private static final Path SPECIALIST = Path.of("../model-workers/starter/specialist");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    private Path directory;

    private Path candidate;

    @BeforeEach
    void copyChampion() throws IOException {
        candidate = Files.createDirectory(directory.resolve("candidate"));
        try (Stream<Path> files = Files.list(CHAMPION)) {
            for (Path file : files.toList()) {
                Files.copy(file, candidate.resolve(file.getFileName()));
            }
        }
    }

    /** The last element of the file's last weight, which is one of the vision tower. */
    private void changeAWeight() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(weights().toFile(), "rw")) {
            file.seek(file.length() - 4);
            file.writeInt(0);
        }
    }

    private Path weights() {
        return candidate.resolve("model.safetensors");
    }

    private Candidacy candidacy(String policy, Path who, Optional<Waiver> waiver) {
        return new Candidacy(
                Policies.read(directory, policy),
                Role.ATTENDING,
                who,
                CHAMPION,
                SPECIALIST,
                range -> SampleFile.read(directory.resolve(range + ".jsonl")),
                waiver,
                "abc123",
                () -> NOON,
                2);
    }

    private Decision decide(String policy) {
        return Gate.decide(candidacy(policy, candidate, Optional.empty()));
    }

    private static String allowing(String... patterns) {
        return Policies.MILD.replace("[\"model.*\"]", "[\"" + String.join("\", \"", patterns) + "\"]");
    }

    @Test
    void shouldLetACandidatePassWithItsEvidence() throws IOException {
        changeAWeight();
        Decision decision = decide(allowing("model.*", "visual.*"));

        assertThat(decision.reasons()).isEmpty();
        assertThat(decision.passed()).isTrue();
        Path file = directory.resolve("evidence/one.json");
        Path text = decision.evidence().write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/passed").asBoolean()).isTrue();
        assertThat(json.at("/at").asText()).isEqualTo(NOON.toString());
        assertThat(json.at("/policy/name").asText()).isEqualTo("mild 3");
        assertThat(json.at("/commit").asText()).isEqualTo("abc123");
        assertThat(json.at("/data_hash").asText()).hasSize(32);
        assertThat(json.at("/range").asText()).isEqualTo("made up");
        assertThat(json.at("/change/changed").asInt()).isEqualTo(1);
        assertThat(json.at("/change/weights/0/before").asText()).hasSize(64);
        assertThat(json.at("/effect/difference/0/difference").asDouble()).isZero();
        assertThat(json.at("/effect/candidate/0/cases").asInt()).isEqualTo(14);
        assertThat(Files.readString(text)).startsWith("PASSED").contains("What changed: 1 of 1", "Radiologist");
        assertThatThrownBy(() -> decision.evidence().write(file)).hasMessageContaining("never overwritten");
    }

    @Test
    void shouldRefuseAChangeThatThePolicyForbids() throws IOException {
        changeAWeight();
        Decision decision = decide(Policies.MILD);
        assertThat(decision.passed()).isFalse();
        assertThat(decision.reasons())
                .singleElement()
                .asString()
                .startsWith("weights changed that may not change: visual.");
    }

    @Test
    void shouldDecideTheSameAgain() throws IOException {
        changeAWeight();
        assertThat(decide(Policies.MILD)).isEqualTo(decide(Policies.MILD));
    }

    @Test
    void shouldRefuseAnotherModelForAllItsReasons() {
        Decision decision = Gate.decide(candidacy(Policies.MILD, SPECIALIST, Optional.empty()));
        assertThat(decision.reasons())
                .anyMatch(reason -> reason.startsWith("weights changed that may not change: visual."))
                .anyMatch(reason -> reason.contains("config.json"));
        assertThat(decision.evidence().text()).startsWith("REFUSED\n  - weights changed");
    }

    @Test
    void shouldRefuseACandidateThatCannotBeLoaded() throws IOException {
        Files.write(weights(), Arrays.copyOf(Files.readAllBytes(weights()), 100_000));
        Decision decision = Gate.decide(
                candidacy(Policies.MILD, candidate, Optional.of(new Waiver("Dr. Made-up", "it is urgent"))));
        assertThat(decision.passed()).isFalse();
        assertThat(decision.reasons())
                .hasSize(2)
                .anyMatch(reason -> reason.startsWith("the candidate cannot be used: ") && reason.contains("truncated"))
                .contains("nobody may override the gate for a candidate that cannot be examined");
        assertThat(decision.evidence().effect()).isEmpty();
    }

    @Test
    void shouldRefuseACandidateWithoutATokenizerOrWithARuinedOne() throws IOException {
        Files.writeString(candidate.resolve("tokenizer.json"), "{\"model\": 1}");
        assertThat(decide(Policies.MILD).reasons())
                .singleElement()
                .asString()
                .startsWith("the candidate cannot be used: ");
        Files.delete(candidate.resolve("config.json"));
        assertThat(decide(Policies.MILD).reasons())
                .singleElement()
                .asString()
                .startsWith("the candidate cannot be used: ");
    }

    @Test
    void shouldLetThroughWhomANamedPersonAnswersFor() throws IOException {
        changeAWeight();
        Waiver waiver = new Waiver("Dr. Made-up", "it was agreed");
        Decision decision = Gate.decide(candidacy(Policies.MILD, candidate, Optional.of(waiver)));
        assertThat(decision.passed()).isTrue();
        assertThat(decision.reasons()).hasSize(1);
        assertThat(decision.evidence().waiver()).contains(waiver);
        assertThat(decision.evidence().text()).contains("let through by Dr. Made-up: it was agreed");
        assertThat(decision.evidence().json().at("/override/by").asText()).isEqualTo("Dr. Made-up");
    }

    @Test
    void shouldHearNobodyWhomThePolicyDoesNotName() throws IOException {
        changeAWeight();
        Decision decision =
                Gate.decide(candidacy(Policies.MILD, candidate, Optional.of(new Waiver("Somebody", "please"))));
        assertThat(decision.passed()).isFalse();
        assertThat(decision.reasons()).contains("Somebody may not override the gate: the policy names Dr. Made-up");
        assertThat(decision.evidence().waiver()).isEmpty();
    }

    @Test
    void shouldExamineWithALockedFileOfSamples() throws IOException {
        changeAWeight();
        Files.writeString(directory.resolve("held-out.jsonl"), """
                {"case_id": "a", "question": "Which?", "options": ["left", "right"], "answer": "left", "opinions": ["left"]}
                {"case_id": "b", "question": "Which?", "options": ["left", "right"], "answer": "left", "opinions": ["right"]}
                """);
        String locked = TestSet.read(directory.resolve("held-out.jsonl")).hash();
        String data = Digest.of(locked);
        Decision decision = decide(allowing("*")
                .replace("sets: [demo]", "samples: held-out.jsonl")
                .replace("  range: made up", "  hash: \"" + data + "\""));
        assertThat(decision.passed()).as(decision.reasons().toString()).isTrue();
        assertThat(decision.evidence().occasion().cases()).containsExactly(new Occasion.Cases("held-out", 2, locked));
    }

    @Test
    void shouldExamineWithWhatIsHeldOutInARangeOfTheTopic() throws IOException {
        changeAWeight();
        String sample = """
                {"case_id": "%s", "question": "Which?", "options": ["left", "right"], "answer": "left",
                 "opinions": ["left"], "split": "%s"}
                """.replace("\n", "");
        Path range = directory.resolve("0:3-7.jsonl");
        Files.writeString(range, sample.formatted("a", "HELD_OUT") + "\n" + sample.formatted("b", "TRAINING"));
        Decision decision = decide(allowing("*").replace("sets: [demo]", "topic: 0:3-7"));
        assertThat(decision.passed()).as(decision.reasons().toString()).isTrue();
        assertThat(decision.evidence().occasion().cases())
                .containsExactly(
                        new Occasion.Cases("held-out", 1, SampleFile.read(range).hash()));
        assertThat(decision.evidence().range()).isEqualTo("samples topic 0:3-7");

        Files.writeString(range, sample.formatted("b", "TRAINING"));
        assertThatThrownBy(() -> decide(allowing("*").replace("sets: [demo]", "topic: 0:3-7")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("of 1 samples none is held out");
    }

    @Test
    void shouldHoldTheLockOfTheData() {
        String locked = Policies.MILD.replace("  range: made up", "  hash: beef");
        assertThatThrownBy(() -> decide(locked))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("not those of the policy", "the policy's is beef");
    }

    @Test
    void shouldWantAChampionAndRules() {
        Candidacy nobody = candidacy(Policies.MILD.replace("attending:", "triage:"), Path.of("gone"), Optional.empty());
        assertThatThrownBy(() -> Gate.decide(nobody))
                .hasMessageContainingAll("has no rules for the role attending", "no checkpoint directory gone");
        Candidacy swapped = new Candidacy(
                Policies.read(directory, Policies.MILD),
                Role.ATTENDING,
                CHAMPION,
                directory,
                SPECIALIST,
                range -> SampleFile.read(directory),
                Optional.empty(),
                "abc123",
                () -> NOON,
                2);
        assertThatThrownBy(() -> Gate.decide(swapped)).isInstanceOf(ModelException.class);
    }
}
