package io.consilium.trainer.report;

import io.consilium.trainer.run.AnswerExample;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.SteppingClock;
import io.consilium.trainer.run.TestRuns;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** A made-up run of three stages whose metrics look like those of a real one; the same bytes each time. */
final class SyntheticRun {
    private static final List<String> STAGES = List.of("easy", "medium", "hard");
    private static final List<String> DEPARTMENTS = List.of(
            "Pathologist",
            "Radiologist",
            "Surgeon",
            "Oncologist",
            "Endocrinologist",
            "Ophthalmologist",
            "Dermatologist");
    private static final int STEPS_PER_STAGE = 40;

    private final Random random = new Random(11);
    private final SteppingClock clock = new SteppingClock();

    private SyntheticRun() {}

    /** The run stops in its last stage and is resumed from its last checkpoint, ten steps before. */
    static void write(Path directory) {
        new SyntheticRun().writeAll(directory);
    }

    private void writeAll(Path directory) {
        var identity = TestRuns.identity("5b1d0c2e9f", Map.of());
        var settings = TestRuns.settings(clock, notice -> {});
        try (RunDirectory run = RunDirectory.create(directory, identity, settings)) {
            for (int stage = 0; stage < STAGES.size(); stage++) {
                run.stageStarted(STAGES.get(stage), 480 - 120 * stage);
                int last = stage == 2 ? 30 : STEPS_PER_STAGE;
                steps(run, stage, 1, last);
                if (stage < 2) {
                    run.stageEnded(STAGES.get(stage), stage == 0 ? "the reward no longer rose" : "its steps were done");
                }
            }
        }
        try (RunDirectory run = RunDirectory.resume(directory, identity, settings)) {
            long from = run.lastCheckpoint().orElseThrow().step();
            run.stageStarted("hard", 240);
            steps(run, 2, (int) (from - 2 * STEPS_PER_STAGE) + 1, STEPS_PER_STAGE);
            run.stageEnded("hard", "its steps were done");
            run.examples(List.of(example("case-17", "easy", true), example("case-42", "hard", false)));
            run.ended("all stages are done");
        }
    }

    private void steps(RunDirectory run, int stage, int first, int last) {
        for (int i = first; i <= last; i++) {
            long step = (long) stage * STEPS_PER_STAGE + i;
            clock.pass(Duration.ofMillis(2300 + random.nextInt(400)));
            run.log(step, metrics(step, stage));
            if (step % 20 == 0) {
                run.checkpoint(step, place -> Files.writeString(place.resolve("weights"), "synthetic " + step));
            }
        }
    }

    private Map<String, Double> metrics(long step, int stage) {
        double learned = 1 - Math.exp(-step / 45.0);
        double reward = 0.35 + 0.95 * learned - 0.22 * stage + noise(0.09);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", noise(0.02));
        values.put("grad_norm", step == 57 ? Double.NaN : 0.6 + Math.abs(noise(0.3)));
        values.put("learning_rate", 1e-6 * Math.min(1, step / 10.0) * (1 - step / 130.0));
        values.put("completions/mean_length", 46 + 20 * learned + noise(3));
        values.put("completions/min_length", 21 + noise(3));
        values.put("completions/max_length", 96 + 12 * learned + noise(4));
        values.put("completions/clipped_ratio", Math.max(0, 0.08 - 0.08 * learned + noise(0.01)));
        values.put("rewards/format/mean", Math.min(0.5, 0.2 + 0.3 * learned + noise(0.02)));
        values.put("rewards/accuracy/mean", reward - 0.3);
        values.put("reward", reward);
        values.put("reward_std", 0.32 - 0.1 * learned + noise(0.03));
        values.put("frac_reward_zero_std", Math.max(0, 0.1 + 0.3 * learned - 0.1 * stage + noise(0.06)));
        values.put("kl", 0.0004 * step + Math.abs(noise(0.002)));
        values.put("entropy", 1.4 - 0.7 * learned + noise(0.04));
        values.put("curriculum/stage", (double) stage);
        values.put("reward/difficulty/" + STAGES.get(stage), reward);
        for (String department : DEPARTMENTS) {
            values.put("reward/department/" + department, reward + department.length() * 0.015 - 0.15 + noise(0.12));
        }
        if (step == 1 || step % 20 == 0) {
            values.put("eval/reward", 0.4 + 0.8 * learned + noise(0.02));
            values.put("eval/accuracy", 0.31 + 0.4 * learned + noise(0.01));
            values.put("eval/format", Math.min(1, 0.55 + 0.45 * learned));
        }
        return values;
    }

    private double noise(double size) {
        return random.nextGaussian() * size;
    }

    private static AnswerExample example(String id, String difficulty, boolean better) {
        return new AnswerExample(
                id,
                "Which organ shows the bright <spot>?\nA) liver  B) lung  C) kidney & ureter  D) none",
                picture(),
                "B) lung",
                difficulty,
                new AnswerExample.Reply("<think>The spot is round.</think><answer>A</answer>", better ? 0.5 : 1.5),
                new AnswerExample.Reply(
                        "<think>The spot lies beside the ribs, so it is in the lung.</think><answer>"
                                + (better ? "B" : "C") + "</answer>",
                        better ? 1.5 : 0.5));
    }

    private static String picture() {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.DARK_GRAY);
        pen.fillOval(2, 2, 28, 28);
        pen.setColor(Color.WHITE);
        pen.fillOval(18, 9, 6, 6);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
