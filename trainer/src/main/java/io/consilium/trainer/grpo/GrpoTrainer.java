package io.consilium.trainer.grpo;

import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.trainer.reward.Rewards;
import io.consilium.trainer.sample.Order;
import io.consilium.trainer.sample.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;

/**
 * Steps of GRPO over a list of tasks: rollout, then update. What a step samples depends on the seed, its number and the
 * weights alone. Owned by one thread.
 *
 * <p>With a staleness of n, the replies of step s are sampled by another thread with the weights after step s - 1 - n, while
 * the steps before it are learnt from; their own log-probabilities then are the ratio's denominator. A step ends when that
 * thread is idle.
 */
public final class GrpoTrainer implements AutoCloseable {
    private final TrainableModel model;
    private final GrpoSettings settings;
    private final Rewards rewards;
    private final List<Task> tasks;
    private final long seed;
    private final StepTimes times = new StepTimes();
    private final BatchGenerator generator;
    private final Sampler sampler;
    private final Grpo grpo;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "rollout");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<List<Rollout>>> sampled = new ArrayDeque<>();

    /**
     * @param reference what the KL divergence is taken to
     * @param tasks at least one
     */
    public GrpoTrainer(
            TrainableModel model,
            Optional<FrozenWeights> reference,
            List<Task> tasks,
            GrpoSettings settings,
            Rewards rewards,
            Run run) {
        this.model = model;
        this.settings = settings;
        this.rewards = rewards;
        this.tasks = List.copyOf(tasks);
        this.seed = run.seed();
        generator = new BatchGenerator(model.speaker(), settings.prompts() * settings.group(), run.threads());
        sampler = new Sampler(generator, settings, rewards);
        grpo = new Grpo(model, settings, reference, times);
    }

    /** @param threads of the sampling */
    public record Run(long seed, int threads) {}

    /**
     * One step; {@code num_tokens} is its own. Between steps the model's speaker is idle and free to be used.
     *
     * @param step counted from 0; steps are taken in order
     * @param update takes a step with the gradients that lie with the weights, and returns their norm
     */
    public Map<String, Double> step(long step, DoubleSupplier update) {
        List<Rollout> rollouts = times.of("rollout", () -> rollouts(step));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.putAll(StepMetrics.ofRollouts(rollouts, rewards));
        metrics.putAll(grpo.learn(rollouts, settings.staleness() > 0, update));
        metrics.put("num_tokens", StepMetrics.tokens(rollouts));
        metrics.put("epoch", (step + 1.0) * settings.prompts() / tasks.size());
        awaitIdle();
        return metrics;
    }

    /** Waits for what is sampled ahead; whether it failed shows when it is taken. */
    private void awaitIdle() {
        await(ahead.submit(() -> List.<Rollout>of()));
    }

    /** Replies a step. */
    public int completions() {
        return settings.prompts() * settings.group();
    }

    /** Seconds since the last call by part: rollout, reference, update. */
    public Map<String, Double> times() {
        return times.take();
    }

    private List<Rollout> rollouts(long step) {
        if (settings.staleness() == 0) {
            model.sync();
            return sample(step);
        }
        while (sampled.size() <= settings.staleness()) {
            long next = step + sampled.size();
            FrozenWeights now = model.snapshot();
            sampled.add(ahead.submit(() -> {
                try (now) {
                    model.speakWith(now);
                    return sample(next);
                }
            }));
        }
        return await(sampled.poll());
    }

    private List<Rollout> sample(long step) {
        List<Sampler.Prompt> prompts = Order.batch(tasks, seed, step, settings.prompts()).stream()
                .map(task -> new Sampler.Prompt(task, model.encode(task.prompt())))
                .toList();
        return sampler.sample(prompts, Order.mix(seed, step));
    }

    private static List<Rollout> await(Future<List<Rollout>> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replies were sampled.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            awaitIdle();
        } finally {
            ahead.shutdown();
            generator.close();
            grpo.close();
        }
    }
}
