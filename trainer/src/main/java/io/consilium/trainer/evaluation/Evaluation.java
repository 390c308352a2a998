package io.consilium.trainer.evaluation;

import io.consilium.model.doctor.Reply;
import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Greedy replies of a model to tasks, and what they are worth. The same weights give the same figures. */
public final class Evaluation implements AutoCloseable {
    /** Tasks whose prompts are held at once. */
    private static final int AT_ONCE = 64;

    private final TrainableModel model;
    private final BatchGenerator generator;
    private final Rewards rewards;
    private final int maxNewTokens;

    public Evaluation(TrainableModel model, Rewards rewards, int maxNewTokens, int threads) {
        this.model = model;
        this.rewards = rewards;
        this.maxNewTokens = maxNewTokens;
        generator = new BatchGenerator(model.speaker(), AT_ONCE, threads);
    }

    /**
     * A reply to a task.
     *
     * @param right whether its format is kept and its answer is the right one
     */
    public record Answered(Task task, String text, double reward, boolean formatOk, boolean right) {}

    /** Replies of the weights as they are now, in the order of the tasks. */
    public List<Answered> answer(List<Task> tasks) {
        model.sync();
        List<Answered> answered = new ArrayList<>();
        for (int from = 0; from < tasks.size(); from += AT_ONCE) {
            List<Task> part = tasks.subList(from, Math.min(from + AT_ONCE, tasks.size()));
            List<List<Completion>> replies = generator.answer(part.stream()
                    .map(task ->
                            new BatchGenerator.Ask(model.encode(task.prompt()), List.of(Sampling.greedy(maxNewTokens))))
                    .toList());
            for (int i = 0; i < part.size(); i++) {
                answered.add(judged(part.get(i), replies.get(i).get(0).text()));
            }
        }
        return answered;
    }

    private Answered judged(Task task, String text) {
        Reply reply = Reply.parse(text);
        return new Answered(
                task,
                text,
                Arrays.stream(rewards.of(task, text)).sum(),
                reply.formatOk(),
                reply.answer().filter(task::isRight).isPresent());
    }

    /** Means: eval/reward, eval/accuracy, eval/format, and accuracy by department and difficulty. */
    public static Map<String, Double> metrics(List<Answered> answered) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("eval/reward", mean(answered, Answered::reward));
        metrics.put("eval/accuracy", mean(answered, each -> each.right() ? 1 : 0));
        metrics.put("eval/format", mean(answered, each -> each.formatOk() ? 1 : 0));
        by(metrics, "eval/accuracy/department/", answered, each -> each.task().department());
        by(metrics, "eval/accuracy/difficulty/", answered, each -> each.task()
                .difficulty()
                .map(one -> one.word()));
        return metrics;
    }

    private static void by(
            Map<String, Double> metrics,
            String prefix,
            List<Answered> answered,
            Function<Answered, Optional<String>> key) {
        answered.stream().map(key).flatMap(Optional::stream).distinct().sorted().forEach(name -> {
            List<Answered> own = answered.stream()
                    .filter(each -> key.apply(each).filter(name::equals).isPresent())
                    .toList();
            metrics.put(prefix + name, mean(own, each -> each.right() ? 1 : 0));
        });
    }

    private static double mean(List<Answered> answered, ToDoubleFunction<Answered> value) {
        return answered.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    @Override
    public void close() {
        generator.close();
    }
}
