package io.consilium.trainer.reward;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.sample.Task;
import java.util.List;

/** The sum of several rewards. */
public record Rewards(List<Reward> parts) {
    /** The paper's: format 0.5 + accuracy 1. */
    public static final Rewards PAPER = new Rewards(List.of(Reward.FORMAT, Reward.ACCURACY));

    public Rewards {
        parts = List.copyOf(parts);
    }

    /** What each part gives, in order. */
    public double[] of(Task task, String text) {
        Reply reply = Reply.parse(text);
        return parts.stream().mapToDouble(part -> part.of(task, text, reply)).toArray();
    }
}
