package io.consilium.trainer.sft;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.vlm.ReplyBatch;
import io.consilium.model.vlm.ReplyGroup;
import io.consilium.model.vlm.ReplyPass;
import io.consilium.model.vlm.TrainableModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Supervised fine-tuning: adds the gradients of the mean cross entropy over the reply tokens of a batch; what is asked is
 * given, not learnt. Owned by one thread.
 */
public final class Sft implements AutoCloseable {
    private final Scope scope = Scope.open();
    private final Script script = Script.load(scope, Sft.class, "sft.py");
    private final TrainableModel model;
    private final int microBatch;

    /** @param microBatch examples that are computed together */
    public Sft(TrainableModel model, int microBatch) {
        this.model = model;
        this.microBatch = microBatch;
    }

    /** Leaves the gradients with the model's weights; the metrics are TRL's of SFTTrainer. */
    public Map<String, Double> learn(List<Example> batch) {
        List<ReplyGroup> groups = batch.stream()
                .map(example -> model.group(model.encode(example.prompt()), List.of(example.reply())))
                // Neighbours of one length need little padding.
                .sorted(Comparator.comparingInt(ReplyGroup::tokens))
                .toList();
        double tokens = groups.stream().mapToDouble(group -> group.lengths()[0]).sum();
        int size = Math.min(microBatch, (groups.size() + model.lanes() - 1) / model.lanes());
        List<ReplyBatch> parts = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += size) {
            parts.add(new ReplyBatch(groups.subList(from, Math.min(from + size, groups.size()))));
        }
        double[] sums = new double[3];
        model.learn(parts, (index, pass) -> learn(parts.get(index), pass, tokens))
                .forEach(part -> add(sums, part));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", sums[0] / sums[2]);
        metrics.put("mean_token_accuracy", sums[1] / sums[2]);
        metrics.put(
                "num_tokens", groups.stream().mapToDouble(ReplyGroup::tokens).sum());
        return metrics;
    }

    private float[] learn(ReplyBatch batch, ReplyPass pass, double tokens) {
        Scope step = pass.scope();
        List<Tensor> result = script.tensors(
                step,
                "cross_entropy",
                pass.logits(),
                step.longs(batch.targets(), batch.rows(), batch.width()),
                step.floats(batch.mask(), batch.rows(), batch.width()),
                1 / tokens);
        pass.backward(result.get(0));
        return result.get(1).toFloats();
    }

    private static void add(double[] sums, float[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
