package io.consilium.trainer.starter;

import io.consilium.digest.Digest;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.trainer.phantom.Look;
import io.consilium.trainer.phantom.Phantom;
import io.consilium.trainer.phantom.PhantomAlbum;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sft.Example;
import io.consilium.trainer.sft.Sft;
import io.consilium.trainer.training.Course;
import io.consilium.trainer.training.Learner;
import io.consilium.trainer.training.Stage;
import io.consilium.trainer.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Makes a starter checkpoint from random weights in a run directory. */
public final class StarterRun {
    private static final int MAX_NEW_TOKENS = 48;
    private static final int VALIDATION = 140;
    private static final int HASHED = 100;
    private static final long LOOK_EVERY = 200;

    private final Recipe recipe;
    private final long seed;
    private final int threads;

    public StarterRun(Recipe recipe, long seed, int threads) {
        this.recipe = recipe;
        this.seed = seed;
        this.threads = threads;
    }

    /** Of the pictures' beginning: what else is learnt from follows from recipe and seed. */
    public String dataHash() {
        return new PhantomAlbum(seed, HASHED, Look.STANDARD)
                .stream().map(phantom -> Digest.sha256(phantom.picture().rgb())).reduce("", Digest::of);
    }

    /** Runs what is left to do, and returns the checkpoint under its name. */
    public Map<String, Path> run(RunDirectory directory, TrainingRun.Settings settings) {
        Path start = directory.path().resolve("start");
        if (!Files.exists(start)) {
            directory.place("start", place -> recipe.architecture().write(place, seed));
        }
        return new TrainingRun(directory, start, courses(), settings).run();
    }

    /** How a run of this recipe takes its steps. */
    public TrainingRun.Settings settings(long checkpointEvery, Duration progressEvery, Consumer<String> progress) {
        return new TrainingRun.Settings(
                Training.FULL, Rewards.PAPER, MAX_NEW_TOKENS, threads, checkpointEvery, 8, progressEvery, progress);
    }

    private List<Course> courses() {
        List<Phantom> phantoms = new PhantomAlbum(seed, recipe.phantoms(), Look.STANDARD);
        List<Task> validation = PhantomTasks.specialists(seed, VALIDATION);
        List<Course> courses = new ArrayList<>();
        for (Recipe.Phase phase : recipe.phases()) {
            Lessons lessons = phase.findingsOnly()
                    ? Lessons.findings(seed, phantoms)
                    : Lessons.mixture(seed, phantoms, recipe.mixture());
            courses.add(new Course(
                    phase.name(),
                    recipe.name(),
                    phase.steps(),
                    recipe.phantoms(),
                    phase.schedule(),
                    Recipe.OPTIMISER,
                    new Stage.Stopping(LOOK_EVERY, 0, Double.MAX_VALUE),
                    phase.findingsOnly() ? List.of() : validation,
                    (model, from, directory) -> new FromLessons(model, lessons)));
        }
        return courses;
    }

    /** Imitates lesson after lesson. */
    private static final class FromLessons implements Learner {
        private final Sft sft;
        private final Lessons lessons;

        FromLessons(TrainableModel model, Lessons lessons) {
            sft = new Sft(model, Recipe.BATCH);
            this.lessons = lessons;
        }

        @Override
        public Map<String, Double> step(long step, DoubleSupplier update) {
            List<Example> batch = new ArrayList<>();
            for (int i = 0; i < Recipe.BATCH; i++) {
                batch.add(lessons.at(step * Recipe.BATCH + i));
            }
            Map<String, Double> metrics = new LinkedHashMap<>(sft.learn(batch));
            metrics.put("grad_norm", update.getAsDouble());
            return metrics;
        }

        @Override
        public void close() {
            sft.close();
        }
    }
}
