package io.consilium.trainer.grpo;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The loss of GRPO and its variants on logits; objective.py holds the formulas. Thread-safe, gradients flow to the logits.
 *
 * <p>J = E[min(r A, clip(r) A) - β k3(π, π_ref)] + γ H (MMedAgent-RL, J_C-MARL), of which the loss is the negative.
 */
final class Objective implements AutoCloseable {
    private final Scope scope = Scope.open();
    private final Script script = Script.load(scope, Objective.class, "objective.py");
    private final GrpoSettings settings;

    Objective(GrpoSettings settings) {
        this.settings = settings;
    }

    /**
     * What is known of a batch of R replies beside the logits.
     *
     * @param tokens {@code [R, T]}
     * @param mask {@code [R, T]}: 1 for a token that counts
     * @param advantages by reply
     * @param weights what each reply's sum over its token losses is multiplied with
     * @param old log-probabilities {@code [R, T]} under the policy that sampled; without, the policy is taken as it is
     * @param reference log-probabilities {@code [R, T]} under the reference; needed for β
     */
    record Given(
            Tensor tokens,
            Tensor mask,
            float[] advantages,
            float[] weights,
            Optional<Tensor> old,
            Optional<Tensor> reference) {}

    /** Sums over a batch, to be divided by the step's own. */
    record Sums(double kl, double entropy, double low, double high, double clipped, double counted, double tokens) {
        static Sums total(List<Sums> parts) {
            double[] sums = new double[7];
            for (Sums part : parts) {
                double[] own = {part.kl, part.entropy, part.low, part.high, part.clipped, part.counted, part.tokens};
                Arrays.setAll(sums, i -> sums[i] + own[i]);
            }
            return new Sums(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
        }

        private static Sums of(float[] values) {
            return new Sums(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
        }
    }

    /** The part of a batch in the step's loss. */
    record Loss(double loss, Sums sums) {}

    /** The same with its graph. */
    record Gradient(Tensor loss, Sums sums) {
        Loss value() {
            return new Loss(loss.toFloats()[0], sums);
        }
    }

    /** @param entropyWeight γ over the step's tokens */
    Gradient loss(Scope step, Tensor logits, Given given, double entropyWeight) {
        List<Tensor> result = script.tensors(
                step,
                "objective",
                logits,
                given.tokens(),
                given.mask(),
                step.floats(given.advantages()),
                step.floats(given.weights()),
                given.old().<Object>map(tensor -> tensor).orElse(Script.NONE),
                given.reference().<Object>map(tensor -> tensor).orElse(Script.NONE),
                settings.temperature(),
                settings.epsilonLow(),
                settings.epsilonHigh(),
                settings.beta(),
                entropyWeight,
                settings.importance() == GrpoSettings.ImportanceLevel.SEQUENCE);
        return new Gradient(result.get(0), Sums.of(result.get(1).toFloats()));
    }

    /** log p of the given tokens, {@code [R, T]}. */
    Tensor logps(Scope step, Tensor logits, Tensor tokens) {
        return script.tensor(step, "chosen", logits, tokens, settings.temperature());
    }

    /**
     * The weights of replies in a micro-batch, so that the losses of a step's micro-batches add up to the step's.
     *
     * @param lengths counted tokens of each reply of the micro-batch
     * @param replies of the whole step, left-out ones included
     * @param tokens counted tokens of the whole step
     * @param batches micro-batches of the step
     */
    float[] weights(double[] lengths, int replies, double tokens, int batches) {
        double own = 0;
        for (double length : lengths) {
            own += length;
        }
        float[] weights = new float[lengths.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float)
                    switch (settings.loss()) {
                        case GRPO -> 1 / (replies * Math.max(1, lengths[i]));
                        case DAPO -> 1 / Math.max(1, tokens);
                        case BNPO -> 1 / (Math.max(1, own) * batches);
                        case DR_GRPO -> 1.0 / ((double) replies * settings.maxNewTokens());
                    };
        }
        return weights;
    }

    @Override
    public void close() {
        scope.close();
    }
}
