package io.consilium.trainer.reproduce;

import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.record.Role;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.evaluation.CheckpointExaminee;
import io.consilium.trainer.evaluation.Examination;
import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.report.Report;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.RunSettings;
import io.consilium.trainer.run.StageSpan;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Split;
import io.consilium.trainer.sample.Tasks;
import io.consilium.trainer.training.Plan;
import io.consilium.trainer.training.SampleCourses;
import io.consilium.trainer.training.Stage;
import io.consilium.trainer.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Trains with one setting: each training is a run of its own, which goes on after a stop and is never made twice. */
final class School {
    private static final int CHECKPOINTS_KEPT = 2;
    static final String MODELS = "models";
    private static final String MODEL = "model";

    private final Shelf shelf;
    private final Path runs;
    private final Path starter;
    private final Tasks tasks;
    private final double validation;
    private final Surroundings around;

    /** @param runs where the trainings' own directories lie */
    School(Shelf shelf, Path runs, Path starter, Tasks tasks, double validation, Surroundings around) {
        this.shelf = shelf;
        this.runs = runs;
        this.starter = starter;
        this.tasks = tasks;
        this.validation = validation;
        this.around = around;
    }

    /**
     * What is learnt from.
     *
     * @param role whose model it is
     * @param hash of all that decides the samples
     */
    record Lesson(Role role, List<Sample> samples, String hash, Study.Hearing hearing, int seed) {}

    /** Whether this training lies there already. */
    boolean knows(Study.Setting setting, Lesson lesson) {
        return place(setting, lesson).isFinished();
    }

    Trained train(Study.Setting setting, Lesson lesson, Consumer<String> progress) {
        Shelf.Place place = place(setting, lesson);
        Path model = place.directory().resolve(MODEL);
        if (!place.isFinished()) {
            place.begin();
            Trained trained = trained(setting, lesson, place, progress);
            place.finish(trained.json());
            // A table's worth of optimiser states would fill the disk.
            remove(runs.resolve(place.hash()).resolve("checkpoints"));
        }
        return Trained.read(model, place.result());
    }

    private Shelf.Place place(Study.Setting setting, Lesson lesson) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("edition", String.valueOf(Study.EDITION));
        facts.put("plan", setting.plan().toString());
        facts.put("thought", setting.thought().map(Enum::name).orElse(""));
        facts.put("hears", lesson.hearing().name());
        facts.put("role", lesson.role().name());
        facts.put("samples", lesson.hash());
        facts.put("validation", String.valueOf(validation));
        facts.put("start", VisionLanguageModel.versionOf(starter));
        facts.put("seed", String.valueOf(lesson.seed()));
        facts.put("threads", String.valueOf(around.threads()));
        return shelf.place(MODELS, facts);
    }

    private Trained trained(Study.Setting setting, Lesson lesson, Shelf.Place place, Consumer<String> progress) {
        Path run = runs.resolve(place.hash());
        Settled<Plan> settled = plan(setting, lesson);
        List<Sample> samples = setting.thought()
                .map(thought -> lesson.samples().stream().map(thought::in).toList())
                .orElse(lesson.samples());
        Path model = run(run, settled, samples, lesson, progress);
        copy(model, place.directory().resolve(MODEL));
        RunHistory history = RunHistory.read(run);
        Report.write(run);
        return new Trained(
                place.directory().resolve(MODEL),
                VisionLanguageModel.versionOf(model),
                setting.words(),
                validation(model, lesson),
                history.duration().toMillis() / 1000.0,
                history.lastStep(),
                completions(settled.settings(), history),
                Math.round(history.series("num_tokens").values().stream()
                        .reduce((earlier, later) -> later)
                        .orElse(0.0)));
    }

    private Settled<Plan> plan(Study.Setting setting, Lesson lesson) {
        return Plans.settle(
                setting,
                Map.of(
                        "model", starter.toString(),
                        "samples", runs.resolve(lesson.hash()).toString(),
                        "seed", lesson.seed(),
                        "threads", around.threads(),
                        "validation", validation,
                        "role", line(lesson),
                        "examples", 2));
    }

    private static String line(Lesson lesson) {
        return lesson.role().name().toLowerCase(Locale.ROOT);
    }

    private Path run(
            Path place, Settled<Plan> settled, List<Sample> samples, Lesson lesson, Consumer<String> progress) {
        Plan plan = settled.settings();
        RunIdentity identity = new RunIdentity(
                "reproduce",
                starter.getFileName() + " @ " + VisionLanguageModel.versionOf(starter),
                settled.effective(),
                lesson.seed(),
                lesson.hash(),
                around.commit(),
                around.version(),
                around.threads());
        RunSettings settings = new RunSettings(CHECKPOINTS_KEPT, Set.of(), around.clock(), around.remarks());
        TrainingRun.Settings how = new TrainingRun.Settings(
                plan.training(),
                plan.rewards(),
                Protocol.MAX_NEW_TOKENS,
                around.threads(),
                plan.checkpointEvery(),
                plan.examples(),
                around.progressEvery(),
                progress);
        try (RunDirectory directory = Files.exists(place.resolve("run.json"))
                ? RunDirectory.resume(place, identity, settings)
                : RunDirectory.create(place, identity, settings)) {
            var courses = new SampleCourses(plan, samples, told(lesson)).courses();
            return new TrainingRun(directory, plan.model(), courses, how).run().get(line(lesson));
        }
    }

    private Tasks told(Lesson lesson) {
        return lesson.hearing() == Study.Hearing.NOBODY ? tasks.withoutOpinions() : tasks;
    }

    private double validation(Path model, Lesson lesson) {
        List<Sample> own = Split.of(lesson.samples(), validation).validation();
        try (CheckpointExaminee examinee = CheckpointExaminee.open(model, around.threads())) {
            return new Examination(examinee, told(lesson), Protocol.greedy(lesson.role()))
                    .of(new TestSet("validation", own, lesson.hash())).stream()
                            .mapToDouble(Graded::right)
                            .average()
                            .orElse(0);
        }
    }

    private static long completions(Plan plan, RunHistory history) {
        long completions = 0;
        for (StageSpan span : history.stages()) {
            Stage stage = plan.stages().stream()
                    .filter(each -> each.name().equals(span.name()))
                    .findFirst()
                    .orElseThrow();
            completions += switch (stage.method()) {
                case SFT -> 0;
                case RFT -> (long) span.samples() * stage.sft().attempts();
                case GRPO ->
                    span.steps() * stage.grpo().prompts() * stage.grpo().group();
            };
        }
        return completions;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            try (var files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
