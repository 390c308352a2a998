package io.consilium.trainer.training;

import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.grpo.GrpoSettings;
import io.consilium.trainer.grpo.GrpoTrainer;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Split;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The stages of a plan, with the samples that each learns from. */
public final class SampleCourses {
    private final Plan plan;
    private final Tasks tasks;
    private final Split split;

    public SampleCourses(Plan plan, List<Sample> samples, Tasks tasks) {
        this.plan = plan;
        this.tasks = tasks;
        split = Split.of(samples, plan.validationShare());
    }

    /** @throws ConfigurationException when a stage has no sample, or samples do not serve it */
    public List<Course> courses() {
        List<Course> courses = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            List<Task> own = tasks.of(chosen(stage), stage.role());
            if (own.isEmpty()) {
                empty.add("stage " + stage.name() + " has no sample: "
                        + split.training().size()
                        + " are for training, and none of them is " + words(stage)
                        + ". Leave the stage out or bring such samples.");
                continue;
            }
            courses.add(course(stage, own));
        }
        if (!empty.isEmpty()) {
            throw new ConfigurationException("The run cannot begin", empty);
        }
        return courses;
    }

    private List<Sample> chosen(Stage stage) {
        List<Sample> fitting =
                split.training().stream().filter(sample -> fits(sample, stage)).toList();
        return stage.samples() == 0 ? fitting : fitting.subList(0, Math.min(stage.samples(), fitting.size()));
    }

    private static boolean fits(Sample sample, Stage stage) {
        return stage.difficulties().isEmpty()
                || sample.difficulty().filter(stage.difficulties()::contains).isPresent();
    }

    private static String words(Stage stage) {
        return stage.difficulties().isEmpty()
                ? "left"
                : String.join(
                        " or ",
                        stage.difficulties().stream().map(each -> each.word()).toList());
    }

    private Course course(Stage stage, List<Task> own) {
        return new Course(
                stage.name(),
                line(stage.role()),
                stage.steps(),
                own.size(),
                stage.schedule(),
                stage.optimiser(),
                stage.stopping(),
                tasks.of(split.validation(), stage.role()),
                (model, start, directory) -> stage.method() == Method.GRPO
                        ? new Reinforced(model, start, stage, own)
                        : new Imitated(model, start, stage, own, plan, directory));
    }

    private static String line(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** Learns from rewards. */
    private final class Reinforced implements Learner {
        private final Optional<FrozenWeights> reference;
        private final GrpoTrainer trainer;

        Reinforced(TrainableModel model, Path start, Stage stage, List<Task> own) {
            GrpoSettings settings = stage.grpo();
            Path from = stage.reference() == Stage.Reference.RUN ? plan.model() : start;
            reference = settings.beta() == 0 ? Optional.empty() : Optional.of(model.frozen(from));
            trainer = new GrpoTrainer(
                    model,
                    reference,
                    own,
                    settings,
                    plan.rewards(),
                    new GrpoTrainer.Run(plan.seed() + stage.name().hashCode(), plan.threads()));
        }

        @Override
        public Map<String, Double> step(long step, DoubleSupplier update) {
            return trainer.step(step, update);
        }

        @Override
        public int completions() {
            return trainer.completions();
        }

        @Override
        public void close() {
            trainer.close();
            reference.ifPresent(FrozenWeights::close);
        }
    }
}
