package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of a few cases and steps, as an engineer makes it: once, stopped, again, and spoilt. */
class ReproduceCommandTest {
    private static final String STUDY = """
            seeds: 1
            cases: {training: 20, validation: 0.3, test: 3}
            votes: 2
            plan: {prompts_per_step: 2, num_generations: 2, batch_size: 4, max_completion_length: 24, eval_every: 0}
            triage: {plan: {steps: 1}, tries: [{plan: {learning_rate: 1.0e-5}}]}
            arms:
              - {name: frozen}
              - name: sft
                method: sft
                plan: {steps: 2}
                tries: [{thought: answer, plan: {learning_rate: 1.0e-6}}, {thought: finding, plan: {learning_rate: 1.0e-3}}]
              - name: c-marl
                votes: true
                plan: {stages: [{name: medium, difficulty: [medium], steps: 3}], checkpoint_every: 1}
                tries: [{plan: {learning_rate: 1.0e-3}}]
              - {name: no-triage, like: c-marl, chosen_alike: true, hears: fixed}
              - {name: no-specialists, like: c-marl, hears: nobody}
            """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static Path whole;
    private static Shell.Result made;

    @BeforeAll
    static void makeOne() throws IOException {
        whole = shared.resolve("whole");
        Files.writeString(shared.resolve("study.yaml"), STUDY);
        made = Shell.run(command(whole));
    }

    private static String[] command(Path out, String... more) {
        List<String> words = new ArrayList<>(
                List.of("reproduce", "--study", shared.resolve("study.yaml").toString(), "--out", out.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static JsonNode figures(Path out) throws IOException {
        ObjectNode found = (ObjectNode)
                new ObjectMapper().readTree(out.resolve("reproduce.json").toFile());
        found.findParents("seconds").forEach(each -> ((ObjectNode) each).remove("seconds"));
        return found;
    }

    @Test
    void shouldMakeTablesAndKeepCheckpoints() throws IOException {
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("Accuracy by set.", "c-marl + TTS (2 votes)", "thought finding", "relative");
        assertThat(made.err()).contains("1 of 12  seed 1  triage");
        assertThat(Files.readString(whole.resolve("reproduce.html"))).contains("<table>", "no-specialists");
        JsonNode json = figures(whole);
        assertThat(json.at("/summary/relative_gain_over_sft").isNumber()).isTrue();
        assertThat(json.at("/methods/0/sets")).hasSize(5);

        String version = json.at("/methods/1/seeds/0/version").asText();
        assertThat(version).isNotEqualTo(json.at("/facts/generalist").asText());
        Path model = whole.resolve(json.at("/methods/1/seeds/0/checkpoint").asText());
        Shell.Result again = Shell.run(
                "eval", "--model", model.toString(), "--set", "omni", "--seed", "4711", "--count", "2", "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().get(0).at("/model/version").asText()).isEqualTo(version);
    }

    @Test
    void shouldMakeNothingTwice() throws IOException {
        JsonNode before = figures(whole);
        Shell.Result again = Shell.run(command(whole, "--markdown"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("seed 1");
        assertThat(again.out()).contains("| method | rad |");
        assertThat(figures(whole)).isEqualTo(before);
    }

    @Test
    void shouldGoOnToTheSameFiguresAfterAKill() throws IOException, InterruptedException {
        Path killed = directory.resolve("killed");
        Process process = Shell.process(command(killed));
        Path models = killed.resolve("models");
        Awaitility.await()
                .atMost(Duration.ofSeconds(180))
                .until(() -> !process.isAlive() || Files.exists(models) && entries(models) >= 3);
        process.destroyForcibly().waitFor();
        assertThat(killed.resolve("reproduce.json")).doesNotExist();

        Shell.Result result = Shell.run(command(killed));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("seed 1  triage");
        assertThat(figures(killed)).isEqualTo(figures(whole));
    }

    private static long entries(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.count();
        }
    }

    @Test
    void shouldRefuseAnotherStudyAndDamagedResults() throws IOException {
        Shell.Result other = Shell.run(command(whole, "--set", "cases.test=4"));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("holds another study", "study.cases.test: was 3, is now 4");

        Path marks;
        try (Stream<Path> all = Files.walk(whole.resolve("marks"))) {
            marks = all.filter(file -> file.endsWith("marks.jsonl")).findFirst().orElseThrow();
        }
        String good = Files.readString(marks);
        Files.writeString(marks, good.replace("1.0", "0.0") + "\n");
        Shell.Result spoilt = Shell.run(command(whole));
        Files.writeString(marks, good);
        assertThat(spoilt.exitCode()).isEqualTo(2);
        assertThat(spoilt.err()).contains("is damaged: marks.jsonl is not what was written", "Delete this directory");
    }

    @Test
    void shouldSayWhatIsWrongWithAStudy() {
        Path out = directory.resolve("none");
        Shell.Result result = Shell.run(command(out, "--set", "seed=2", "--set", "arms[2].plan.step=1"));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean seeds?");
        assertThat(Shell.run(command(out, "--set", "arms[2].plan.step=1")).err())
                .contains("sft", "did you mean steps?");
        assertThat(Shell.run("reproduce", "--generalist", "nowhere", "--out", out.toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
