package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training as an engineer does it: samples, a run, its directory; and what it says of what cannot be used. */
class TrainCommandTest {
    private static final Path MODELS = Home.find().models();

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    @BeforeAll
    static void writeSamples() {
        Shell.Result written = Shell.run(
                "phantoms",
                "slake",
                "--count",
                "24",
                "--seed",
                "7",
                "--out",
                shared.resolve("samples").toString(),
                "--specialist",
                MODELS.resolve("specialist").toString());
        assertThat(written.exitCode()).as(written.err()).isZero();
    }

    private static String samples() {
        return shared.resolve("samples/cases.jsonl").toString();
    }

    @Test
    void shouldTrainByRewardsAndReport() throws IOException {
        Path run = directory.resolve("run");
        Shell.Result result = Shell.run(command("grpo", run, "steps=2", "eval_every=1"));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("reward", "eval/accuracy", "report.html", "models/attending");
        assertThat(run.resolve("models/attending/model.safetensors")).exists();
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("<svg")
                .doesNotContain("http://", "src=\"http");
        assertThat(Files.readString(run.resolve("metrics.jsonl")))
                .contains("\"frac_reward_zero_std\"", "\"completions/mean_length\"", "\"curriculum/stage\"", "\"kl\"");
        try (Stream<Path> files = Files.list(run.resolve("tensorboard"))) {
            assertThat(files).anyMatch(file -> file.getFileName().toString().contains("tfevents"));
        }
        Shell.Result answer = Shell.run(
                "answer",
                "--model",
                run.resolve("models/attending").toString(),
                "--prompt",
                "What does it show?",
                "--max-tokens",
                "4",
                "--json");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
    }

    @Test
    void shouldGoOnToTheSameWeightsAfterAKill() throws IOException, InterruptedException {
        String[] settings = {"steps=6", "checkpoint_every=1", "prompts_per_step=4"};
        Path whole = directory.resolve("whole");
        assertThat(Shell.run(command("grpo", whole, settings)).exitCode()).isZero();

        Path killed = directory.resolve("killed");
        Process process = Shell.process(command("grpo", killed, settings));
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(120))
                .until(() -> checkpoints(killed) >= 2 || !process.isAlive());
        process.destroyForcibly().waitFor();
        List<String> resumed = new ArrayList<>(Arrays.asList(command("grpo", killed, settings)));
        resumed.add("--resume");
        Shell.Result result = Shell.run(resumed.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(killed.resolve("models/attending/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("models/attending/model.safetensors"));
    }

    @Test
    void shouldRefuseASecondRunInOneDirectory() {
        Path run = directory.resolve("run");
        assertThat(Shell.run(command("sft", run, "steps=1")).exitCode()).isZero();
        Shell.Result again = Shell.run(command("sft", run, "steps=1"));
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already holds a run", "--resume");
    }

    @Test
    void shouldSayWhatIsWrongBeforeThereIsARun() throws IOException {
        Path run = directory.resolve("run");
        assertThat(Shell.run(command("grpo", run, "learning_rat=1e-5", "bata=0.1"))
                        .err())
                .contains("did you mean learning_rate?", "did you mean beta?");
        assertThat(Shell.run("train", "grpo", "--out", run.toString()).err()).contains("samples");

        Path bad = Files.writeString(directory.resolve("bad.jsonl"), """
                {"case_id": "a", "question": "?", "options": ["yes", "no"], "opinions": ["yes"]}
                {"case_id": "b", "question": "?", "options": ["yes", "no"], "answer": "perhaps"}
                {"case_id": "c", "question": "?", "image": "gone.png", "answer": "yes"}
                """);
        Shell.Result lines = Shell.run("train", "grpo", "--samples", bad.toString(), "--out", run.toString());
        assertThat(lines.exitCode()).isEqualTo(2);
        assertThat(lines.err()).contains("line 1", "\"answer\" is missing", "line 2", "perhaps", "line 3", "gone.png");

        Path alone = Files.writeString(
                directory.resolve("alone.jsonl"), "{\"case_id\": \"a\", \"question\": \"?\", \"answer\": \"yes\"}\n");
        assertThat(Shell.run(
                                "train",
                                "grpo",
                                "--samples",
                                alone.toString(),
                                "--out",
                                run.toString(),
                                "--set",
                                "validation=0")
                        .err())
                .contains("sample a", "no opinions");
        assertThat(run).doesNotExist();
    }

    @Test
    void shouldSayWhatIsWrongWithARange() {
        String run = directory.resolve("run").toString();
        assertThat(Shell.run("train", "grpo", "--out", run, "--from", "earliest")
                        .err())
                .contains("--from and --to need --bootstrap");
        assertThat(Shell.run("train", "grpo", "--out", run, "--set", "sample_range=0:0-5")
                        .err())
                .contains("sample_range needs --bootstrap");
        assertThat(Shell.run("train", "grpo", "--out", run, "--set", "sample_range=0:five")
                        .err())
                .contains("'0:five' is not PARTITION:FROM-TO");
        assertThat(Shell.run("train", "grpo", "--samples", samples(), "--out", run, "--set", "sample_range=0:0-5")
                        .err())
                .contains("sample_range", "give one of the two");
        Shell.Result nobody = Shell.run("train", "grpo", "--out", run, "--bootstrap", "localhost:1");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("no service at localhost:1");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void shouldRefuseACheckpointOfAnotherArchitecture() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        try (Stream<Path> files = Files.list(MODELS.resolve("generalist"))) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        Path config = other.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replace("\"model_type\": \"qwen2_5_vl\"", "\"model_type\": \"llama\""));
        List<String> command = new ArrayList<>(Arrays.asList(command("sft", directory.resolve("run"))));
        command.addAll(List.of("--model", other.toString()));
        Shell.Result result = Shell.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("llama");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void shouldKeepEvaluationSeedsOutOfTraining() {
        Shell.Result result = Shell.run(
                "train",
                "starter",
                "--which",
                "generalist",
                "--seed",
                "4000",
                "--out",
                directory.resolve("s").toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("4000", "evaluation");
    }

    @Test
    void shouldMakeAStarterFromRandomWeights() {
        Path run = directory.resolve("starter");
        Shell.Result result =
                Shell.run("train", "starter", "--which", "specialist", "--share", "0.002", "--out", run.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        Shell.Result answer = Shell.run(
                "answer",
                "--model",
                run.resolve("models/specialist").toString(),
                "--prompt",
                "hello",
                "--max-tokens",
                "3",
                "--json");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
    }

    private static String[] command(String kind, Path out, String... values) {
        List<String> words = new ArrayList<>(List.of(
                "train", kind, "--samples", samples(), "--out", out.toString(), "--set", "max_completion_length=24"));
        for (String value : values) {
            words.addAll(List.of("--set", value));
        }
        return words.toArray(String[]::new);
    }

    private static long checkpoints(Path run) throws IOException {
        Path place = run.resolve("checkpoints");
        if (!Files.exists(place)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("step-\\d+"))
                    .count();
        }
    }
}
