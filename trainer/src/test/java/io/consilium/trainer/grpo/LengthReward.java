package io.consilium.trainer.grpo;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.reward.Reward;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Pays a factor for each character of a text, and remembers what it read. */
final class LengthReward implements Reward {
    private final double factor;
    private final IntConsumer before;
    private final List<String> replies = new ArrayList<>();

    LengthReward() {
        this(0.1, index -> {});
    }

    /** @param before is told how many replies were read, each time when another is to be */
    LengthReward(double factor, IntConsumer before) {
        this.factor = factor;
        this.before = before;
    }

    @Override
    public String name() {
        return "length";
    }

    @Override
    public double of(Task task, String text, Reply reply) {
        before.accept(replies().size());
        synchronized (this) {
            replies.add(text);
        }
        return factor * text.length();
    }

    synchronized List<String> replies() {
        return List.copyOf(replies);
    }
}
