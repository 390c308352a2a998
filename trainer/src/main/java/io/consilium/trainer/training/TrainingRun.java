package io.consilium.trainer.training;

import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.trainer.evaluation.Evaluation;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.run.AnswerExample;
import io.consilium.trainer.run.Progress;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.sample.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stages one after the other, each from where the last of its line ended, in a directory that a stopped run goes on from. The
 * same courses, start and seed give the same weights, however often it was stopped (f32, staleness 0, same threads).
 */
public final class TrainingRun {
    private final RunDirectory directory;
    private final Path start;
    private final List<Course> courses;
    private final Settings settings;

    /**
     * @param maxNewTokens of replies to validation samples
     * @param progressEvery zero on a terminal
     */
    public record Settings(
            Training training,
            Rewards rewards,
            int maxNewTokens,
            int threads,
            long checkpointEvery,
            int examples,
            Duration progressEvery,
            Consumer<String> progress) {}

    /** @param start the checkpoint that the first stage of every line begins with */
    public TrainingRun(RunDirectory directory, Path start, List<Course> courses, Settings settings) {
        this.directory = directory;
        this.start = start;
        this.courses = List.copyOf(courses);
        this.settings = settings;
    }

    /** Runs what is left to do; returns the trained models by line. */
    public Map<String, Path> run() {
        State state = directory
                .lastCheckpoint()
                .map(checkpoint -> State.read(checkpoint.directory()))
                .orElse(State.START);
        StageLoop.Surroundings around = surroundings();
        while (state.stage() < courses.size()) {
            Course course = courses.get(state.stage());
            try (StageLoop loop = new StageLoop(course, startOf(state.stage()), state, around)) {
                state = loop.run();
            }
        }
        Map<String, Path> models = results();
        directory.examples(examples());
        directory.ended("all stages done");
        return models;
    }

    private StageLoop.Surroundings surroundings() {
        long steps = courses.stream().mapToLong(Course::steps).sum();
        return new StageLoop.Surroundings(
                directory,
                settings.training(),
                settings.rewards(),
                settings.maxNewTokens(),
                settings.threads(),
                settings.checkpointEvery(),
                new Progress(steps, settings.progressEvery(), InstantSource.system(), settings.progress()));
    }

    /** Where the last stage of the same line ended. */
    private Path startOf(int stage) {
        for (int i = stage - 1; i >= 0; i--) {
            if (courses.get(i).line().equals(courses.get(stage).line())) {
                return StageLoop.result(directory, courses.get(i));
            }
        }
        return start;
    }

    private Map<String, Path> results() {
        Map<String, Path> models = new LinkedHashMap<>();
        for (Course course : courses) {
            models.put(course.line(), StageLoop.result(directory, course));
        }
        models.replaceAll((line, from) -> directory.model(line, to -> copy(from, to)));
        return models;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Validation samples of each line, as they were answered before the run and are now. */
    private List<AnswerExample> examples() {
        Map<String, Course> last = new LinkedHashMap<>();
        courses.forEach(course -> last.put(course.line(), course));
        List<AnswerExample> examples = new ArrayList<>();
        for (Course course : last.values()) {
            var shown = course.validation()
                    .subList(
                            0, Math.min(settings.examples(), course.validation().size()));
            List<Evaluation.Answered> before = answers(start, shown);
            List<Evaluation.Answered> after = answers(StageLoop.result(directory, course), shown);
            for (int i = 0; i < shown.size(); i++) {
                examples.add(Examples.of(before.get(i), after.get(i)));
            }
        }
        return examples;
    }

    private List<Evaluation.Answered> answers(Path checkpoint, List<Task> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        try (var model = TrainableModel.load(checkpoint, Training.FULL, settings.threads());
                Evaluation evaluation =
                        new Evaluation(model, settings.rewards(), settings.maxNewTokens(), settings.threads())) {
            return evaluation.answer(tasks);
        }
    }
}
