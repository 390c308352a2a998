package io.consilium.trainer.training;

import static io.consilium.trainer.training.TrainingScene.STARTER;
import static io.consilium.trainer.training.TrainingScene.courses;
import static io.consilium.trainer.training.TrainingScene.grpo;
import static io.consilium.trainer.training.TrainingScene.sft;
import static io.consilium.trainer.training.TrainingScene.steps;
import static io.consilium.trainer.training.TrainingScene.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.Opinion;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.run.RunStoppedException;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.training.TrainingScene.PulledPlug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the bundled starter and a few synthetic samples: that they can be stopped, resumed, repeated and trusted. */
class TrainingRunTest {
    @TempDir
    private static Path samples;

    @TempDir
    private Path directory;

    private TrainingScene scene;

    @BeforeAll
    static void writeSamples() {
        TrainingScene.writeSamples(samples);
    }

    @BeforeEach
    void start() {
        scene = new TrainingScene(samples, directory);
    }

    @Test
    void shouldGoOnToTheSameWeightsAfterAStop() throws IOException {
        Map<String, Object> values = grpo(Map.of("steps", 5, "checkpoint_every", 2, "eval_every", 2));
        Path whole = scene.run("whole", values, Method.GRPO, false, Integer.MAX_VALUE);
        assertThatThrownBy(() -> scene.run("stopped", values, Method.GRPO, false, 4))
                .isInstanceOf(PulledPlug.class);
        assertThat(directory.resolve("stopped/models")).doesNotExist();

        Path resumed = scene.run("stopped", values, Method.GRPO, true, Integer.MAX_VALUE);

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
        Path whole = scene.run("whole", values, Method.GRPO, false, Integer.MAX_VALUE);
        assertThatThrownBy(() -> scene.run("stopped", values, Method.GRPO, false, 5))
                .isInstanceOf(PulledPlug.class);
        Path resumed = scene.run("stopped", values, Method.GRPO, true, Integer.MAX_VALUE);

        for (String role : List.of("triage", "attending")) {
            assertThat(weights(resumed, role)).as(role).isEqualTo(weights(whole, role));
        }
        assertThat(weights(whole, "attending")).isNotEqualTo(weights(STARTER));
    }

    @Test
    void shouldDoNothingWhenARunHasEnded() throws IOException {
        Map<String, Object> values = sft(Map.of("steps", 2));
        Path run = scene.run("run", values, Method.SFT, false, Integer.MAX_VALUE);
        Map<String, Integer> before = weights(run, "attending");
        assertThat(weights(scene.run("run", values, Method.SFT, true, 1), "attending"))
                .isEqualTo(before);
    }

    @Test
    void shouldKeepTheBestWeightsWhenNothingGetsBetter() throws IOException {
        // Steps of this size only do harm: the weights at the start stay the best.
        Path run = scene.run(
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
        Path run = scene.run("run", sft(Map.of("steps", 2, "attempts", 2)), Method.RFT, false, Integer.MAX_VALUE);
        List<String> accepted = Files.readAllLines(run.resolve("accepted/rft/replies.jsonl"));
        assertThat(accepted).isNotEmpty().allMatch(line -> line.contains("<answer>"));
        assertThat(weights(run, "attending")).isNotEqualTo(weights(STARTER));
    }

    @Test
    void shouldTrainAdaptersInBfloat16WithLayersComputedAgain() throws IOException {
        Map<String, Object> values =
                new HashMap<>(sft(Map.of("steps", 2, "bf16", true, "gradient_checkpointing", true)));
        values.put("adapters", Map.of("rank", 4));
        Path run = scene.run("run", values, Method.SFT, false, Integer.MAX_VALUE);
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
        assertThatThrownBy(() -> scene.run("run", values, Method.SFT, false, Integer.MAX_VALUE))
                .isInstanceOf(RunStoppedException.class)
                .hasMessageContaining("Lower learning_rate")
                .hasMessageContaining("--resume");
        assertThat(directory.resolve("run/models")).doesNotExist();
    }

    @Test
    void shouldStopWhenThePolicyLeavesItsReference() {
        Map<String, Object> values =
                grpo(Map.of("steps", 20, "learning_rate", 1e-2, "max_kl", 1e-3, "checkpoint_every", 1));
        assertThatThrownBy(() -> scene.run("run", values, Method.GRPO, false, Integer.MAX_VALUE))
                .isInstanceOf(RunStoppedException.class)
                .hasMessageContaining("max_kl")
                .hasMessageContaining("last good checkpoint");
    }

    @Test
    void shouldSayWhichStageHasNoSample() {
        Map<String, Object> values = new HashMap<>(grpo(Map.of()));
        values.put("stages", List.of(Map.of("name", "nobody", "role", "attending", "difficulty", List.of("hard"))));
        assertThatThrownBy(() -> courses(scene.settled(values, Method.GRPO).settings(), SampleFile.read(easyOnly())))
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
        assertThatThrownBy(() -> scene.settled(values, Method.GRPO))
                .hasMessageContaining("did you mean learning_rate?")
                .hasMessageContaining("did you mean num_generations?");
    }
}
