package io.consilium.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.model.doctor.Reply;
import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.problem.FatalException;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.sample.Order;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sft.Example;
import io.consilium.trainer.sft.Sft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Learns by imitation: of gold answers in the reply format, or of the model's own right answers, which are sampled once with
 * the weights that the stage starts with and kept in the run's directory.
 */
final class Imitated implements Learner {
    private static final int AT_ONCE = 16;
    private static final String ACCEPTED = "accepted/";
    private static final String REPLIES = "replies.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sft sft;
    private final Stage stage;
    private final long seed;
    private final List<Example> examples;

    Imitated(TrainableModel model, Path start, Stage stage, List<Task> tasks, Plan plan, RunDirectory directory) {
        this.stage = stage;
        seed = plan.seed();
        sft = new Sft(model, stage.sft().microBatch());
        examples = stage.method() == Method.SFT
                ? tasks.stream().map(this::gold).toList()
                : ownRight(start, tasks, plan, directory);
        if (examples.isEmpty()) {
            sft.close();
            throw directory.stop("stage " + stage.name() + " found no right answer among "
                    + stage.sft().attempts() + " attempts at each of " + tasks.size()
                    + " samples, so there is nothing to imitate. Train with gold answers first (train sft).");
        }
    }

    private Example gold(Task task) {
        String thought = stage.sft().reasoning()
                ? task.reasoning()
                        .orElseThrow(
                                () -> new FatalException(
                                        "sample " + task.id()
                                                + " has no \"reasoning\", which reasoning: true asks for; add it or set reasoning: false"))
                : "the answer is " + task.truth();
        return new Example(task.prompt(), "<think>" + thought + "</think><answer>" + task.truth() + "</answer>");
    }

    /** At most one reply of a kind for each task, so that easy tasks do not crowd out the others. */
    private List<Example> ownRight(Path start, List<Task> tasks, Plan plan, RunDirectory directory) {
        Path kept = directory.path().resolve(ACCEPTED + stage.name()).resolve(REPLIES);
        if (!Files.exists(kept)) {
            Map<String, List<String>> accepted = sample(start, tasks, plan);
            directory.place(
                    ACCEPTED + stage.name(), place -> Files.writeString(place.resolve(REPLIES), lines(accepted)));
        }
        Map<String, Task> byId = new HashMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        List<Example> examples = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(kept)) {
                JsonNode node = JSON.readTree(line);
                Task task = byId.get(node.path("case_id").asText());
                examples.add(new Example(task.prompt(), node.path("reply").asText()));
            }
        } catch (IOException e) {
            throw new FatalException(kept + " cannot be read: " + e.getMessage(), e);
        }
        return examples;
    }

    private Map<String, List<String>> sample(Path start, List<Task> tasks, Plan plan) {
        Map<String, List<String>> accepted = new LinkedHashMap<>();
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        try (TrainableModel model = TrainableModel.load(start, plan.training(), plan.threads());
                BatchGenerator generator = new BatchGenerator(
                        model.speaker(), AT_ONCE * stage.sft().attempts(), plan.threads())) {
            for (int from = 0; from < tasks.size(); from += AT_ONCE) {
                List<Task> part = tasks.subList(from, Math.min(from + AT_ONCE, tasks.size()));
                List<List<Completion>> replies = generator.answer(part.stream()
                        .map(task -> new BatchGenerator.Ask(model.encode(task.prompt()), members(seeds)))
                        .toList());
                for (int i = 0; i < part.size(); i++) {
                    accepted.put(part.get(i).id(), right(part.get(i), replies.get(i)));
                }
            }
        }
        return accepted;
    }

    private List<Sampling> members(SplittableRandom seeds) {
        List<Sampling> members = new ArrayList<>();
        for (int i = 0; i < stage.sft().attempts(); i++) {
            members.add(Sampling.temperature(
                    stage.grpo().maxNewTokens(), stage.grpo().temperature(), seeds.nextLong()));
        }
        return members;
    }

    private static List<String> right(Task task, List<Completion> replies) {
        return replies.stream()
                .map(Completion::text)
                .filter(text -> Reply.parse(text).answer().filter(task::isRight).isPresent())
                .distinct()
                .toList();
    }

    private static String lines(Map<String, List<String>> accepted) {
        StringBuilder lines = new StringBuilder();
        accepted.forEach((id, replies) -> replies.forEach(reply -> {
            try {
                lines.append(JSON.writeValueAsString(
                                JSON.createObjectNode().put("case_id", id).put("reply", reply)))
                        .append('\n');
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return lines.toString();
    }

    @Override
    public Map<String, Double> step(long step, DoubleSupplier update) {
        Map<String, Double> metrics = new LinkedHashMap<>(
                sft.learn(Order.batch(examples, seed, step, stage.sft().batch())));
        metrics.put("grad_norm", update.getAsDouble());
        metrics.put("epoch", (step + 1.0) * stage.sft().batch() / examples.size());
        return metrics;
    }

    @Override
    public void close() {
        sft.close();
    }
}
