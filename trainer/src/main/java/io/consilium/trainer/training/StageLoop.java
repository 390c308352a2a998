package io.consilium.trainer.training;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.model.vlm.SafetensorsWriter;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.trainer.evaluation.Evaluation;
import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.run.Progress;
import io.consilium.trainer.run.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One stage: step after step, with its metrics, looks at the validation samples, checkpoints and reasons to stop. Owned by
 * one thread.
 */
final class StageLoop implements AutoCloseable {
    private static final String MODEL = "model";
    private static final String TENSORS = "training.safetensors";
    /** A reply token's cross entropy this many times that of guessing among all tokens is no learning any more. */
    private static final double WORSE_THAN_GUESSING = 3;

    private final Course course;
    private final Surroundings around;
    private final TrainableModel model;
    private final AdamW optimiser;
    private final Learner learner;
    private final Evaluation evaluation;
    private State state;

    /** What stages of one run share. */
    record Surroundings(
            RunDirectory directory,
            Training training,
            Rewards rewards,
            int maxNewTokens,
            int threads,
            long checkpointEvery,
            Progress progress) {}

    /**
     * @param start the checkpoint that the stage begins with
     * @param state at its begin, or as the run's last checkpoint has it
     */
    StageLoop(Course course, Path start, State state, Surroundings around) {
        this.course = course;
        this.around = around;
        this.state = state;
        model = TrainableModel.load(start, around.training(), around.threads());
        optimiser = new AdamW(model.trained(), course.optimiser());
        try {
            if (state.step() > 0) {
                Path checkpoint =
                        around.directory().lastCheckpoint().orElseThrow().directory();
                SafetensorsFile.open(checkpoint.resolve(TENSORS)).copyInto(tensors());
            }
            learner = course.learner().open(model, start, around.directory());
        } catch (RuntimeException e) {
            optimiser.close();
            model.close();
            throw e;
        }
        evaluation = new Evaluation(model, around.rewards(), around.maxNewTokens(), around.threads());
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.trained());
        tensors.putAll(optimiser.state());
        return tensors;
    }

    /** Runs to the end of the stage and returns the state in which the next one begins. */
    State run() {
        if (state.step() == 0) {
            around.directory().stageStarted(course.name(), (int) Math.min(Integer.MAX_VALUE, course.samples()));
            begin();
        }
        String reason = "all " + course.steps() + " steps done";
        while (state.step() < course.steps()) {
            step();
            if (course.stopping().patience() > 0
                    && state.looks() >= course.stopping().patience()) {
                reason = "no better validation reward in " + state.looks()
                        + " looks; the best weights are those of step " + state.bestStep();
                break;
            }
        }
        return end(reason);
    }

    /** How good the weights are that the stage starts with. */
    private void begin() {
        if (looks()) {
            Map<String, Double> metrics = look();
            metrics.put("curriculum/stage", (double) state.stage());
            around.directory().log(state.total(), metrics);
            checkpointBest();
        }
    }

    private boolean looks() {
        return course.stopping().every() > 0 && !course.validation().isEmpty();
    }

    private void step() {
        double rate = course.schedule().rate(state.step(), course.steps());
        Map<String, Double> metrics = new LinkedHashMap<>(learner.step(state.step(), () -> optimiser.step(rate)));
        check(metrics);
        state = state.stepped(metrics.getOrDefault("num_tokens", 0.0), learner.completions());
        metrics.put("num_tokens", state.tokens());
        metrics.put("learning_rate", rate);
        metrics.put("curriculum/stage", (double) state.stage());
        boolean last = state.step() == course.steps();
        boolean look = looks() && (last || state.step() % course.stopping().every() == 0);
        if (look) {
            metrics.putAll(look());
        }
        around.directory().log(state.total(), metrics);
        around.progress().update(course.name(), state.total(), state.completions(), shown(metrics));
        if (look) {
            checkpointBest();
        }
        if (state.step() % around.checkpointEvery() == 0 && !last) {
            checkpoint(state);
        }
    }

    private static Map<String, Double> shown(Map<String, Double> metrics) {
        Map<String, Double> shown = new LinkedHashMap<>();
        for (String name : new String[] {"loss", "reward", "kl", "entropy", "eval/accuracy"}) {
            if (metrics.containsKey(name)) {
                shown.put(name, metrics.get(name));
            }
        }
        return shown;
    }

    private Map<String, Double> look() {
        Map<String, Double> metrics = new LinkedHashMap<>(Evaluation.metrics(evaluation.answer(course.validation())));
        state = state.looked(metrics.get("eval/reward"));
        return metrics;
    }

    private void checkpointBest() {
        if (course.stopping().patience() > 0 && state.bestStep() == state.total()) {
            checkpoint(state);
            around.directory().mark("best of " + course.name(), state.total());
        }
    }

    private void checkpoint(State at) {
        around.directory().checkpoint(at.total(), directory -> {
            model.save(directory.resolve(MODEL));
            SafetensorsWriter.write(directory.resolve(TENSORS), tensors(), ElementType.F32);
            at.write(directory);
        });
    }

    private void check(Map<String, Double> metrics) {
        for (String name : new String[] {"loss", "grad_norm", "kl", "entropy"}) {
            double value = metrics.getOrDefault(name, 0.0);
            if (!Double.isFinite(value)) {
                throw around.directory()
                        .stop("in stage " + course.name() + " " + name + " became " + value
                                + ". The weights of that step are not kept. Lower learning_rate (it is "
                                + course.schedule().peak() + ") in a new run.");
            }
        }
        double kl = metrics.getOrDefault("kl", 0.0);
        if (kl > course.stopping().maxKl()) {
            throw around.directory()
                    .stop("in stage " + course.name() + " kl rose to " + kl + ", above max_kl = "
                            + course.stopping().maxKl()
                            + ": the policy has left its reference. Lower learning_rate or raise beta in a new run.");
        }
        double guessing = Math.log(model.vocabulary());
        if (metrics.containsKey("mean_token_accuracy")
                && metrics.getOrDefault("loss", 0.0) > WORSE_THAN_GUESSING * guessing
                && state.step() > 0) {
            throw around.directory()
                    .stop("in stage " + course.name() + " the loss rose to " + metrics.get("loss")
                            + ", far worse than guessing (" + guessing
                            + "): the learning diverges. Lower learning_rate in a new run.");
        }
    }

    private State end(String reason) {
        State next = state.nextStage();
        checkpoint(next);
        boolean best = course.stopping().patience() > 0 && state.bestStep() >= 0;
        around.directory().mark(endOf(course), best ? state.bestStep() : state.total());
        around.directory().stageEnded(course.name(), reason);
        return next;
    }

    private static String endOf(Course course) {
        return "end of " + course.name();
    }

    /** The model that a finished stage ended with. */
    static Path result(RunDirectory directory, Course course) {
        return directory
                .marked(endOf(course))
                .orElseThrow(() -> new IllegalStateException("stage " + course.name() + " has not ended"))
                .directory()
                .resolve(MODEL);
    }

    @Override
    public void close() {
        evaluation.close();
        learner.close();
        optimiser.close();
        model.close();
    }
}
