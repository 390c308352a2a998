package io.consilium.trainer.reward;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.sample.Task;

/** A reward that only the tests' class path names: one over the characters of a reply. */
public final class BrevityReward implements Reward {
    @Override
    public String name() {
        return "brevity";
    }

    @Override
    public double of(Task task, String text, Reply reply) {
        return 1.0 / text.length();
    }
}
