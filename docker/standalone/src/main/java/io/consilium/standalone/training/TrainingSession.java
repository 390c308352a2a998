package io.consilium.standalone.training;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.standalone.service.Commit;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.Release;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.EffectiveConfiguration;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.report.Report;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.RunSettings;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.Tasks;
import io.consilium.trainer.starter.Recipe;
import io.consilium.trainer.starter.StarterRun;
import io.consilium.trainer.training.Course;
import io.consilium.trainer.training.Method;
import io.consilium.trainer.training.Plan;
import io.consilium.trainer.training.PlanReader;
import io.consilium.trainer.training.SampleCourses;
import io.consilium.trainer.training.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One run: checks all there is to check, then trains, then writes its report. */
public final class TrainingSession {
    private static final int CHECKPOINTS_KEPT = 2;
    private static final int SHORT_HASH = 12;
    private static final long STARTER_CHECKPOINT_EVERY = 200;
    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(15);

    private final Narration narration;
    private final Path out;
    private final boolean resume;

    /** What a run made; its report lies in its directory too. */
    public record Trained(Map<String, Path> models, Path report) {}

    public TrainingSession(Narration narration, Path out, boolean resume) {
        this.narration = narration;
        this.out = out;
        this.resume = resume;
    }

    /** @param reading gives the samples that a plan names */
    public Trained train(String kind, Method method, Configuration configuration, Function<Plan, SampleFile> reading) {
        Settled<Plan> settled = configuration.settle(section -> PlanReader.read(section, method));
        Plan plan = settled.settings();
        SampleFile samples = reading.apply(plan);
        Tasks tasks = new Tasks(PromptBook.bundled(), DepartmentsFile.bundled().names());
        List<Course> courses = new SampleCourses(plan, samples.samples(), tasks).courses();
        // A checkpoint that cannot be trained is to be found before there is a run's directory.
        TrainableModel.load(plan.model(), plan.training(), plan.threads()).close();
        String version = VisionLanguageModel.versionOf(plan.model()).substring(0, SHORT_HASH);
        String model = plan.model().getFileName() + " @ " + version;
        return run(
                identity(kind, model, settled.effective(), plan.seed(), samples.hash(), plan.threads()),
                Set.of("checkpoint_every", "examples"),
                directory -> new TrainingRun(directory, plan.model(), courses, settings(plan)).run());
    }

    public Trained starter(Recipe recipe, long seed, int threads) {
        EffectiveConfiguration effective =
                Configuration.of(Map.of(), List.of()).settle(recipe::describe).effective();
        StarterRun starter = new StarterRun(recipe, seed, threads);
        return run(
                identity("starter", recipe.name(), effective, seed, starter.dataHash(), threads),
                Set.of(),
                directory -> starter.run(
                        directory, starter.settings(STARTER_CHECKPOINT_EVERY, progressEvery(), this::progress)));
    }

    private Trained run(RunIdentity identity, Set<String> mayChange, Function<RunDirectory, Map<String, Path>> work) {
        RunSettings settings = new RunSettings(CHECKPOINTS_KEPT, mayChange, InstantSource.system(), narration::remark);
        try (RunDirectory directory =
                resume ? RunDirectory.resume(out, identity, settings) : RunDirectory.create(out, identity, settings)) {
            Map<String, Path> models = work.apply(directory);
            return new Trained(models, Report.write(out));
        }
    }

    private static RunIdentity identity(
            String kind, String model, EffectiveConfiguration effective, long seed, String data, int threads) {
        String commit = Commit.of(Home.find().directory());
        return new RunIdentity(kind, model, effective, seed, data, commit, Release.VERSION, threads);
    }

    private TrainingRun.Settings settings(Plan plan) {
        int longest = plan.stages().stream()
                .mapToInt(stage -> stage.grpo().maxNewTokens())
                .max()
                .orElseThrow();
        return new TrainingRun.Settings(
                plan.training(),
                plan.rewards(),
                longest,
                plan.threads(),
                plan.checkpointEvery(),
                plan.examples(),
                progressEvery(),
                this::progress);
    }

    private Duration progressEvery() {
        return narration.isTerminal() ? Duration.ZERO : PLAIN_LINE_EVERY;
    }

    private void progress(String line) {
        if (narration.isTerminal()) {
            narration.progress(line);
        } else {
            narration.remark(line);
        }
    }
}
