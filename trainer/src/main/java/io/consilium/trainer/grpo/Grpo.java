package io.consilium.trainer.grpo;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.FrozenWeights;
import io.consilium.model.vlm.ReplyBatch;
import io.consilium.model.vlm.ReplyGroup;
import io.consilium.model.vlm.TrainableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The update of GRPO (arXiv 2402.03300): from groups of rewarded replies to new weights. A step is: sample G replies to each
 * prompt ({@link Sampler}), compare each with its group ({@link Advantages}), and move the policy towards the better ones,
 * by the clipped ratio to the policy that sampled, not too far from the reference, and not too sure ({@link Objective}).
 * Owned by one thread.
 */
final class Grpo implements AutoCloseable {
    private final TrainableModel model;
    private final GrpoSettings settings;
    private final Objective objective;
    private final Optional<FrozenWeights> reference;
    private final StepTimes times;

    /** @param reference what the KL divergence is taken to; needed where β is not 0 */
    Grpo(TrainableModel model, GrpoSettings settings, Optional<FrozenWeights> reference, StepTimes times) {
        this.model = model;
        this.settings = settings;
        this.reference = settings.beta() == 0 ? Optional.empty() : reference;
        this.times = times;
        objective = new Objective(settings);
    }

    /**
     * Learns from a step's rollouts.
     *
     * @param stale whether the replies were sampled with other weights than the present ones
     * @param update takes the step with the gradients that lie with the weights, and returns their norm
     */
    Map<String, Double> learn(List<Rollout> rollouts, boolean stale, DoubleSupplier update) {
        Batch batch = prepare(rollouts);
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (batch.parts().isEmpty()) {
            return metrics;
        }
        try (Scope kept = Scope.open()) {
            boolean ratio = stale || settings.iterations() > 1;
            List<Objective.Given> given = times.of("reference", () -> given(kept, batch, ratio));
            for (int i = 0; i < settings.iterations(); i++) {
                Map<String, Double> once = times.of("update", () -> iterate(batch, given, update));
                once.forEach((name, value) -> metrics.merge(name, value / settings.iterations(), Double::sum));
            }
        }
        return metrics;
    }

    private Map<String, Double> iterate(Batch batch, List<Objective.Given> given, DoubleSupplier update) {
        double entropyWeight = settings.gamma() / Math.max(1, batch.tokens());
        List<Objective.Loss> parts = model.learn(batch.replies(), (index, pass) -> {
            Objective.Gradient part = objective.loss(pass.scope(), pass.logits(), given.get(index), entropyWeight);
            pass.backward(part.loss());
            return part.value();
        });
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", parts.stream().mapToDouble(Objective.Loss::loss).sum());
        metrics.put("grad_norm", update.getAsDouble());
        metrics.putAll(
                StepMetrics.ofObjective(parts.stream().map(Objective.Loss::sums).toList(), reference.isPresent()));
        return metrics;
    }

    /**
     * Replies that are computed together.
     *
     * @param mask {@code [rows, width]}: which tokens count
     * @param sampled {@code [rows, width]}: log-probabilities as they were sampled
     */
    private record Part(ReplyBatch replies, float[] mask, float[] advantages, float[] sampled, double[] lengths) {}

    /**
     * @param rows replies of the whole step, left-out ones included
     * @param tokens that count in the whole step
     */
    private record Batch(List<Part> parts, int rows, double tokens) {
        List<ReplyBatch> replies() {
            return parts.stream().map(Part::replies).toList();
        }
    }

    private Batch prepare(List<Rollout> rollouts) {
        double[] rewards = rollouts.stream()
                .flatMapToDouble(rollout -> Arrays.stream(rollout.rewards()))
                .toArray();
        double[] advantages = Advantages.of(rewards, settings.group(), settings.scale());
        List<Integer> used = new ArrayList<>();
        double tokens = 0;
        for (int i = 0; i < rollouts.size(); i++) {
            for (Completion reply : rollouts.get(i).replies()) {
                tokens += counted(reply);
            }
            if (!settings.skipZeroVariance() || !rollouts.get(i).isLevel()) {
                used.add(i);
            }
        }
        List<Part> parts = new ArrayList<>();
        int size = Math.min(settings.microBatch(), (used.size() + model.lanes() - 1) / model.lanes());
        for (int from = 0; from < used.size(); from += size) {
            parts.add(part(rollouts, used.subList(from, Math.min(from + size, used.size())), advantages));
        }
        return new Batch(parts, rewards.length, tokens);
    }

    private int counted(Completion reply) {
        return settings.maskTruncated() && Rollout.isTruncated(reply) ? 0 : reply.tokens().length;
    }

    private Part part(List<Rollout> rollouts, List<Integer> chosen, double[] advantages) {
        List<ReplyGroup> groups = new ArrayList<>();
        List<Completion> replies = new ArrayList<>();
        float[] own = new float[chosen.size() * settings.group()];
        for (int index : chosen) {
            Rollout rollout = rollouts.get(index);
            for (int i = 0; i < settings.group(); i++) {
                own[replies.size() + i] = (float) advantages[index * settings.group() + i];
            }
            groups.add(model.groupOfTokens(
                    rollout.prompt(),
                    rollout.replies().stream().map(Completion::tokens).toList()));
            replies.addAll(rollout.replies());
        }
        ReplyBatch batch = new ReplyBatch(groups);
        float[] mask = new float[batch.rows() * batch.width()];
        float[] sampled = new float[mask.length];
        double[] lengths = new double[batch.rows()];
        for (int row = 0; row < batch.rows(); row++) {
            Completion reply = replies.get(row);
            lengths[row] = counted(reply);
            Arrays.fill(mask, row * batch.width(), row * batch.width() + counted(reply), 1);
            System.arraycopy(reply.logprobs(), 0, sampled, row * batch.width(), reply.logprobs().length);
        }
        return new Part(batch, mask, own, sampled, lengths);
    }

    private List<Objective.Given> given(Scope kept, Batch batch, boolean ratio) {
        List<Tensor> tokens = new ArrayList<>();
        batch.replies().forEach(part -> tokens.add(kept.longs(part.targets(), part.rows(), part.width())));
        List<Optional<Tensor>> references = new ArrayList<>(Collections.nCopies(tokens.size(), Optional.empty()));
        reference.ifPresent(weights -> {
            List<Tensor> logps = model.read(
                    kept,
                    batch.replies(),
                    weights,
                    (step, index, logits) -> objective.logps(step, logits, tokens.get(index)));
            for (int i = 0; i < logps.size(); i++) {
                references.set(i, Optional.of(logps.get(i)));
            }
        });
        List<Objective.Given> given = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Part part = batch.parts().get(i);
            long rows = part.replies().rows();
            long width = part.replies().width();
            given.add(new Objective.Given(
                    tokens.get(i),
                    kept.floats(part.mask(), rows, width),
                    part.advantages(),
                    objective.weights(part.lengths(), batch.rows(), batch.tokens(), tokens.size()),
                    ratio ? Optional.of(kept.floats(part.sampled(), rows, width)) : Optional.empty(),
                    references.get(i)));
        }
        return given;
    }

    @Override
    public void close() {
        objective.close();
    }
}
