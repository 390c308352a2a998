package io.consilium.standalone.command;

import io.consilium.standalone.service.Home;
import io.consilium.standalone.training.TrainingSession;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.report.Report;
import io.consilium.trainer.starter.Exam;
import io.consilium.trainer.starter.Recipe;
import io.consilium.trainer.training.Curriculum;
import io.consilium.trainer.training.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description =
                "Trains models. A run has a directory with its configuration, metrics, checkpoints, report.html and"
                        + " the trained models; --resume goes on with a run that was stopped.")
public final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? See consilium train --help.");
    }

    @Command(name = "sft", description = "Supervised fine-tuning on gold answers in the reply format.")
    int sft(@Mixin TrainOptions options) {
        return train("sft", Method.SFT, options, Optional.empty());
    }

    @Command(name = "rft", description = "Supervised fine-tuning on the model's own right answers.")
    int rft(@Mixin TrainOptions options) {
        return train("rft", Method.RFT, options, Optional.empty());
    }

    @Command(name = "grpo", description = "Group relative policy optimisation: format 0.5 + accuracy 1 as the reward.")
    int grpo(@Mixin TrainOptions options) {
        return train("grpo", Method.GRPO, options, Optional.empty());
    }

    @Command(
            name = "curriculum",
            description = "Triage first, then the attending physician stage by stage (GRPO); without stages in the"
                    + " configuration, those of a preset.")
    int curriculum(
            @Mixin TrainOptions options,
            @Option(
                            names = "--preset",
                            defaultValue = "paper",
                            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
                    Curriculum preset) {
        return train("curriculum", Method.GRPO, options, Optional.of(preset));
    }

    private int train(String kind, Method method, TrainOptions options, Optional<Curriculum> preset) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("model", Home.find().models().resolve("generalist").toString());
        preset.ifPresent(one -> defaults.put("stages", one.stages()));
        Output output = new Output(spec);
        return tell(
                output,
                options.out(),
                new TrainingSession(output, options.out(), options.resume())
                        .train(
                                kind,
                                method,
                                options.configuration(defaults),
                                plan -> options.samples(plan, output::remark)));
    }

    private static int tell(Output output, Path out, TrainingSession.Trained trained) {
        output.say(Report.text(out));
        trained.models().forEach((name, model) -> output.say("model of " + name + ": " + model));
        output.say("report: " + trained.report());
        return 0;
    }

    @Command(
            name = "starter",
            description = "Makes a starter checkpoint from random weights on synthetic pictures, tokenizer and all.")
    int starter(
            @Option(names = "--which", paramLabel = "NAME", required = true, description = "generalist or specialist")
                    String which,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "the run's directory") Path out,
            @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}") long seed,
            @Option(
                            names = "--share",
                            defaultValue = "1",
                            description = "of the recipe's steps, for a quick look (default: ${DEFAULT-VALUE})")
                    double share,
            @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}") int threads,
            @Option(names = "--resume", description = "go on with the run in the directory") boolean resume) {
        Recipe recipe = Recipe.named(which.toLowerCase(Locale.ROOT)).scaled(share);
        Output output = new Output(spec);
        return tell(
                output,
                out,
                new TrainingSession(output, out, resume).starter(recipe, PhantomSeeds.forTraining(seed), threads));
    }

    @Command(name = "exam", description = "What two starters can do, on fresh synthetic pictures.")
    int exam(
            @Option(names = "--generalist", paramLabel = "DIR", description = "default: the bundled one")
                    Path generalist,
            @Option(names = "--specialist", paramLabel = "DIR", description = "default: the bundled one")
                    Path specialist,
            @Option(names = "--cases", defaultValue = "420", description = "default: ${DEFAULT-VALUE}") int cases,
            @Option(
                            names = "--seed",
                            defaultValue = "" + PhantomSeeds.EVALUATION_FROM,
                            description = "of the pictures (default: ${DEFAULT-VALUE})")
                    long seed) {
        Output output = new Output(spec);
        Path models = Home.find().models();
        new Exam(cases, seed, 2)
                .take(
                        generalist == null ? models.resolve("generalist") : generalist,
                        specialist == null ? models.resolve("specialist") : specialist)
                .forEach((what, mark) -> output.say(String.format(Locale.ROOT, "%-50s %5.1f %%", what, 100 * mark)));
        return 0;
    }
}
