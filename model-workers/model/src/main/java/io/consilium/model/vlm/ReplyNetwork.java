package io.consilium.model.vlm;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.List;

/** The arithmetic of replies to prompts over given weights; train.py holds the formulas. Thread-safe. */
final class ReplyNetwork {
    private final Network network;
    private final TextConfig text;

    ReplyNetwork(Network network) {
        this.network = network;
        text = network.config().text();
    }

    /**
     * What does not depend on weights.
     *
     * @param turns cosine and signed sine of prompts and of replies
     */
    record Frame(TensorList turns, Tensor hidden, Tensor causal, Tensor last) {}

    /** Hidden states of prompts {@code [P, S, C]} and of reply inputs {@code [R, T-1, C]}. */
    record States(Tensor prompts, Tensor replies) {}

    Frame frame(Scope scope, ReplyBatch batch) {
        Batch prompts = batch.prompts();
        int inputs = batch.width() - 1;
        List<Tensor> ofPrompts = network.turns(scope, prompts);
        List<Tensor> ofReplies = network.turns(scope, batch.positions(), batch.rows(), inputs);
        return new Frame(
                scope.list(List.of(ofPrompts.get(0), ofPrompts.get(1), ofReplies.get(0), ofReplies.get(1))),
                scope.floats(batch.hidden(), prompts.rows(), 1, prompts.width()),
                network.script().tensor(scope, "causal_bias", inputs, inputs, 1),
                scope.longs(batch.last()));
    }

    States embed(Scope scope, ReplyBatch batch, NetworkWeights weights) {
        Tensor replies = network.script()
                .tensor(
                        scope,
                        "embed",
                        weights.embedding(),
                        scope.longs(batch.inputs(), batch.rows(), batch.width() - 1));
        return new States(network.embed(scope, batch.prompts(), weights), replies);
    }

    /** One layer, whose weights are the first twelve of the given ones. */
    States layer(Scope scope, Frame frame, States states, NetworkWeights weights) {
        List<Tensor> after = network.script()
                .tensors(
                        scope,
                        "reply_layer",
                        states.prompts(),
                        states.replies(),
                        weights.text(),
                        0,
                        frame.turns(),
                        frame.hidden(),
                        frame.causal(),
                        text.headSize(),
                        text.epsilon());
        return new States(after.get(0), after.get(1));
    }

    /** {@code [R, T, V]} in f32 from the last layer's states; the weights begin with the last norm. */
    Tensor logits(Scope scope, Frame frame, States states, NetworkWeights weights) {
        Tensor hidden = network.script()
                .tensor(
                        scope,
                        "reply_states",
                        states.prompts(),
                        states.replies(),
                        weights.text(),
                        0,
                        frame.last(),
                        text.epsilon());
        return network.logits(scope, hidden, weights);
    }

    /** {@code [R, T, V]} in f32 in one go. */
    Tensor logits(Scope scope, ReplyBatch batch, NetworkWeights weights) {
        Frame frame = frame(scope, batch);
        States states = embed(scope, batch, weights);
        Tensor hidden = network.script()
                .tensor(
                        scope,
                        "reply_text",
                        states.prompts(),
                        states.replies(),
                        weights.text(),
                        frame.turns(),
                        frame.hidden(),
                        frame.causal(),
                        frame.last(),
                        text.layers(),
                        text.headSize(),
                        text.epsilon());
        return network.logits(scope, hidden, weights);
    }
}
