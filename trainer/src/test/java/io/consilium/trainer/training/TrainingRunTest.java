package io.consilium.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.tensor.Scope;
import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.Opinion;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.RunSettings;
import io.consilium.trainer.run.RunStoppedException;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the bundled starter and a few synthetic samples: that they can be stopped, resumed, repeated and trusted. */
class TrainingRunTest {
    private static final Path STARTER = Path.of("../model-workers/starter/generalist");

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    @BeforeAll
    static void writeSamples() {
        try (CaseWriter writer = CaseWriter.open(shared.resolve("samples"))) {
            PhantomCases.stream(PhantomSet.DEMO, 1, 30).forEach(about -> writer.write(about, opinions(about)));
        }
    }

    /** All right, all wrong or one wrong, in turn. */
    private static List<Opinion> opinions(PhantomCase about) {
        int index = Integer.parseInt(about.id().substring(about.id().length() - 5));
        String right = about.asked().answer();
        String wrong = about.asked().options().stream()
                .filter(option -> !option.equals(right))
                .findFirst()
                .orElseThrow();
        List<String> said = List.of(
                        List.of(right, right, right), List.of(wrong, wrong, wrong), List.of(right, wrong, right))
                .get(index % 3);
        List<Opinion> opinions = new ArrayList<>();
        for (String answer : said) {
            opinions.add(new Opinion(opinions.size() + 1, Optional.of(answer)));
        }
        return opinions;
    }

    @Test
    void shouldGoOnToTheSameWeightsAfterAStop() throws IOException {
        Map<String, Object> values = grpo(Map.of("steps", 5, "checkpoint_every", 2, "eval_every", 2));
        Path whole = run("whole", values, Method.GRPO, false, Integer.MAX_VALUE);
        assertThatThrownBy(() -> run("stopped", values, Method.GRPO, false, 4)).isInstanceOf(PulledPlug.class);
        assertThat(directory.resolve("stopped/models")).doesNotExist();

        Path resumed = run("stopped", values, Method.GRPO, true, Integer.MAX_VALUE);

        assertThat(weights(resumed, "attending")).isEqualTo(weights(whole, "attending"));
        assertThat(steps(resumed)).isEqualTo(steps(whole)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldGoOnWithinACurriculum() throws IOException {
        Map<String, Object> values = new HashMap<>(grpo(Map.of("checkpoint_every", 1, "eval_every", 1)));
        values.put(
                "stages",
                List.of(
                        Map.of("name", "triage", "role", "triage", "steps", 2, "gamma", 0),
                        Map.of("name", "easy", "difficulty", List.of("easy"), "steps", 2, "gamma", 1e-4),
                        Map.of("name", "rest", "difficulty", List.of("medium", "hard"), "steps", 2, "gamma", 3e-2)));
        Path whole = run("whole", values, Method.GRPO, false, Integer.MAX_VALUE);
        assertThatThrownBy(() -> run("stopped", values, Method.GRPO, false, 5)).isInstanceOf(PulledPlug.class);
        Path resumed = run("stopped", values, Method.GRPO, true, Integer.MAX_VALUE);

        for (String role : List.of("triage", "attending")) {
            assertThat(weights(resumed, role)).as(role).isEqualTo(weights(whole, role));
        }
        assertThat(weights(whole, "attending")).isNotEqualTo(weights(STARTER));
    }

    @Test
    void shouldDoNothingWhenARunHasEnded() throws IOException {
        Map<String, Object> values = sft(Map.of("steps", 2));
        Path run = run("run", values, Method.SFT, false, Integer.MAX_VALUE);
        Map<String, Integer> before = weights(run, "attending");
        assertThat(weights(run("run", values, Method.SFT, true, 1), "attending"))
                .isEqualTo(before);
    }

    @Test
    void shouldKeepTheBestWeightsWhenNothingGetsBetter() throws IOException {
        // Steps of this size only do harm: the weights at the start stay the best.
        Path run = run(
                "run",
                sft(Map.of(
                        "steps",
                        40,
                        "learning_rate",
                        0.05,
                        "lr_scheduler_type",
                        "constant",
                        "eval_every",
                        1,
                        "patience",
                        2)),
                Method.SFT,
                false,
                Integer.MAX_VALUE);
        assertThat(weights(run.resolve("models/attending"))).isEqualTo(weights(STARTER));
        assertThat(Files.readString(run.resolve("events.jsonl"))).contains("no better validation reward");
    }

    @Test
    void shouldImitateOwnRightAnswersOnly() throws IOException {
        Path run = run("run", sft(Map.of("steps", 2, "attempts", 2)), Method.RFT, false, Integer.MAX_VALUE);
        List<String> accepted = Files.readAllLines(run.resolve("accepted/rft/replies.jsonl"));
        assertThat(accepted).isNotEmpty().allMatch(line -> line.contains("<answer>"));
        assertThat(weights(run, "attending")).isNotEqualTo(weights(STARTER));
    }

    @Test
    void shouldTrainAdaptersInBfloat16WithLayersComputedAgain() throws IOException {
        Map<String, Object> values =
                new HashMap<>(sft(Map.of("steps", 2, "bf16", true, "gradient_checkpointing", true)));
        values.put("adapters", Map.of("rank", 4));
        Path run = run("run", values, Method.SFT, false, Integer.MAX_VALUE);
        try (VisionLanguageModel model =
                VisionLanguageModel.load(run.resolve("models/attending"), Precision.CHECKPOINT)) {
            assertThat(model.version()).isNotEqualTo(VisionLanguageModel.versionOf(STARTER));
        }
    }

    @Test
    void shouldStopWhenLearningDiverges() {
        Map<String, Object> values = sft(Map.of(
                "steps",
                50,
                "learning_rate",
                1e4,
                "lr_scheduler_type",
                "constant",
                "checkpoint_every",
                1,
                "max_grad_norm",
                0));
        assertThatThrownBy(() -> run("run", values, Method.SFT, false, Integer.MAX_VALUE))
                .isInstanceOf(RunStoppedException.class)
                .hasMessageContaining("Lower learning_rate")
                .hasMessageContaining("--resume");
        assertThat(directory.resolve("run/models")).doesNotExist();
    }

    @Test
    void shouldStopWhenThePolicyLeavesItsReference() {
        Map<String, Object> values =
                grpo(Map.of("steps", 20, "learning_rate", 1e-2, "max_kl", 1e-3, "checkpoint_every", 1));
        assertThatThrownBy(() -> run("run", values, Method.GRPO, false, Integer.MAX_VALUE))
                .isInstanceOf(RunStoppedException.class)
                .hasMessageContaining("max_kl")
                .hasMessageContaining("last good checkpoint");
    }

    @Test
    void shouldSayWhichStageHasNoSample() {
        Map<String, Object> values = new HashMap<>(grpo(Map.of()));
        values.put("stages", List.of(Map.of("name", "nobody", "role", "attending", "difficulty", List.of("hard"))));
        assertThatThrownBy(() -> courses(settled(values, Method.GRPO).settings(), SampleFile.read(easyOnly())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("stage nobody has no sample")
                .hasMessageContaining("hard");
    }

    private Path easyOnly() {
        try (CaseWriter writer = CaseWriter.open(directory.resolve("easy"))) {
            PhantomCases.stream(PhantomSet.DEMO, 1, 4)
                    .forEach(about -> writer.write(
                            about,
                            List.of(new Opinion(1, Optional.of(about.asked().answer())))));
        }
        return directory.resolve("easy/cases.jsonl");
    }

    @Test
    void shouldNameAMisspeltKeyAndTheNearestRightOne() {
        Map<String, Object> values = new HashMap<>(grpo(Map.of("learning_rat", 1e-5, "num_generation", 4)));
        assertThatThrownBy(() -> settled(values, Method.GRPO))
                .hasMessageContaining("did you mean learning_rate?")
                .hasMessageContaining("did you mean num_generations?");
    }

    private static Map<String, Object> grpo(Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "prompts_per_step",
                2,
                "num_generations",
                4,
                "max_completion_length",
                24,
                "learning_rate",
                1e-3,
                "temperature",
                1.0,
                "skip_zero_variance",
                false));
        values.putAll(more);
        return values;
    }

    private static Map<String, Object> sft(Map<String, ?> more) {
        Map<String, Object> values =
                new HashMap<>(Map.of("batch_size", 4, "learning_rate", 1e-3, "max_completion_length", 24));
        values.putAll(more);
        return values;
    }

    private static Settled<Plan> settled(Map<String, Object> values, Method method) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("model", STARTER.toString());
        all.put("samples", shared.resolve("samples/cases.jsonl").toString());
        all.put("validation", 0.2);
        return Configuration.of(all, List.of()).settle(section -> PlanReader.read(section, method));
    }

    private static List<Course> courses(Plan plan, SampleFile samples) {
        Tasks tasks = new Tasks(PromptBook.bundled(), DepartmentsFile.bundled().names());
        return new SampleCourses(plan, samples.samples(), tasks).courses();
    }

    /** As when the power fails. */
    private static final class PulledPlug extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @param lines of progress before the plug is pulled */
    private Path run(String name, Map<String, Object> values, Method method, boolean resume, int lines) {
        Settled<Plan> settled = settled(values, method);
        Plan plan = settled.settings();
        SampleFile samples = SampleFile.read(plan.samples());
        RunIdentity identity =
                new RunIdentity("test", "starter", settled.effective(), plan.seed(), samples.hash(), "none", "0", 2);
        RunSettings settings = new RunSettings(2, Set.of(), InstantSource.system(), notice -> {});
        Path out = directory.resolve(name);
        AtomicInteger told = new AtomicInteger();
        TrainingRun.Settings ways = new TrainingRun.Settings(
                plan.training(), plan.rewards(), 24, plan.threads(), plan.checkpointEvery(), 2, Duration.ZERO, line -> {
                    if (told.incrementAndGet() >= lines) {
                        throw new PulledPlug();
                    }
                });
        try (RunDirectory run =
                resume ? RunDirectory.resume(out, identity, settings) : RunDirectory.create(out, identity, settings)) {
            new TrainingRun(run, plan.model(), courses(plan, samples), ways).run();
        }
        return out;
    }

    private static Map<String, Integer> weights(Path run, String role) {
        return weights(run.resolve("models").resolve(role));
    }

    /** A hash of every tensor by name. */
    private static Map<String, Integer> weights(Path checkpoint) {
        SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve("model.safetensors"));
        Map<String, Integer> hashes = new TreeMap<>();
        try (Scope scope = Scope.open()) {
            file.names()
                    .forEach(name -> hashes.put(
                            name, Arrays.hashCode(file.view(scope, name).toFloats())));
        }
        return hashes;
    }

    private static List<Long> steps(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"))) {
            return lines.map(line -> Long.parseLong(line.replaceAll(".*\"step\":(\\d+).*", "$1")))
                    .toList();
        }
    }
}
