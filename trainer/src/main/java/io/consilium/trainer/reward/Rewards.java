package io.consilium.trainer.reward;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The sum of several rewards. */
public record Rewards(List<Reward> parts) {
    /** The paper's: format 0.5 + accuracy 1. */
    public static final Rewards PAPER = new Rewards(List.of(Reward.FORMAT, Reward.ACCURACY));

    public Rewards {
        parts = List.copyOf(parts);
    }

    /**
     * Rewards by their names: {@code format}, {@code accuracy}, and those of other {@link Reward}s on the class path, named in
     * {@code META-INF/services}.
     *
     * @throws IllegalArgumentException when there is none of a name
     */
    public static Rewards named(List<String> names) {
        List<Reward> known = new ArrayList<>(PAPER.parts());
        ServiceLoader.load(Reward.class).forEach(known::add);
        List<String> all = known.stream().map(Reward::name).toList();
        if (names.isEmpty() || !all.containsAll(names)) {
            throw new IllegalArgumentException(names + "; there are " + all);
        }
        return new Rewards(
                names.stream().map(name -> known.get(all.indexOf(name))).toList());
    }

    /** What each part gives, in order. */
    public double[] of(Task task, String text) {
        Reply reply = Reply.parse(text);
        return parts.stream().mapToDouble(part -> part.of(task, text, reply)).toArray();
    }
}
