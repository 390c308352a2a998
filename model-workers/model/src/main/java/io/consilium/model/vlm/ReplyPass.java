package io.consilium.model.vlm;

import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One computation of a batch whose gradients can be had; used and closed by the thread that opened it. */
public abstract sealed class ReplyPass implements AutoCloseable {
    private final Scope scope = Scope.open();

    ReplyPass() {}

    /** Holds the logits; what is computed from them may live here too. */
    public final Scope scope() {
        return scope;
    }

    /** {@code [rows, width, vocabulary]} in f32: place t predicts the reply's token t. */
    public abstract Tensor logits();

    /** Adds d loss / d weight to every trained weight's gradient. The loss is a function of the logits, recorded meanwhile. */
    public abstract void backward(Tensor loss);

    @Override
    public void close() {
        scope.close();
    }

    /** Keeps everything until the gradients are there. */
    static final class Whole extends ReplyPass {
        private final Gradients recorded = Torch.recordGradients();
        private final Tensor logits;

        Whole(ReplyNetwork network, TrainableWeights weights, ReplyBatch batch) {
            logits = network.logits(scope(), batch, weights.all(scope()));
        }

        @Override
        public Tensor logits() {
            return logits;
        }

        @Override
        public void backward(Tensor loss) {
            recorded.backward(loss);
        }

        @Override
        public void close() {
            recorded.close();
            super.close();
        }
    }

    /** Keeps the states between layers and computes each layer again on the way back (gradient checkpointing). */
    static final class Layerwise extends ReplyPass {
        private final ReplyNetwork network;
        private final Script script;
        private final TrainableWeights weights;
        private final ReplyBatch batch;
        private final ReplyNetwork.Frame frame;
        private final List<ReplyNetwork.States> states = new ArrayList<>();
        private final Gradients recorded;
        private final Tensor logits;

        Layerwise(ReplyNetwork network, Script script, TrainableWeights weights, ReplyBatch batch) {
            this.network = network;
            this.script = script;
            this.weights = weights;
            this.batch = batch;
            frame = network.frame(scope(), batch);
            states.add(kept(part -> network.embed(part, batch, weights.embedding(part))));
            for (int i = 0; i < weights.layers(); i++) {
                int layer = i;
                states.add(kept(part -> layer(part, states.get(layer), layer)));
            }
            recorded = Torch.recordGradients();
            ReplyNetwork.States top = leaves(scope(), states.get(weights.layers()));
            states.set(weights.layers(), top);
            logits = network.logits(scope(), frame, top, weights.tail(scope()));
        }

        private ReplyNetwork.States kept(Function<Scope, ReplyNetwork.States> part) {
            try (Scope temporary = Scope.open()) {
                ReplyNetwork.States result = part.apply(temporary);
                return new ReplyNetwork.States(scope().keep(result.prompts()), scope().keep(result.replies()));
            }
        }

        private ReplyNetwork.States layer(Scope part, ReplyNetwork.States before, int layer) {
            return network.layer(part, frame, before, weights.layer(part, layer));
        }

        private ReplyNetwork.States leaves(Scope owner, ReplyNetwork.States from) {
            return new ReplyNetwork.States(
                    script.tensor(owner, "leaf", from.prompts()).requireGradient(),
                    script.tensor(owner, "leaf", from.replies()).requireGradient());
        }

        @Override
        public Tensor logits() {
            return logits;
        }

        @Override
        public void backward(Tensor loss) {
            recorded.backward(loss);
            ReplyNetwork.States after = states.get(weights.layers());
            for (int i = weights.layers() - 1; i >= 0; i--) {
                ReplyNetwork.States before = leaves(scope(), states.get(i));
                int layer = i;
                again(after, part -> layer(part, before, layer));
                after = before;
            }
            if (weights.trainsEmbedding()) {
                again(after, part -> network.embed(part, batch, weights.embedding(part)));
            }
        }

        /** Computes a part again and takes the gradient of its result, which the states that followed it hold, back through it. */
        private void again(ReplyNetwork.States after, Function<Scope, ReplyNetwork.States> part) {
            try (Scope temporary = Scope.open()) {
                ReplyNetwork.States result = part.apply(temporary);
                List<Tensor> values = List.of(result.prompts(), result.replies());
                List<Tensor> gradients = List.of(
                        after.prompts().gradient(temporary).orElseThrow(),
                        after.replies().gradient(temporary).orElseThrow());
                recorded.backward(
                        script.tensor(temporary, "seeded", temporary.list(values), temporary.list(gradients)));
            }
        }

        @Override
        public void close() {
            recorded.close();
            super.close();
        }
    }
}
