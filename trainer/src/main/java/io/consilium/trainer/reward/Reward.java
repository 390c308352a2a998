package io.consilium.trainer.reward;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.sample.Task;

/** One part of what a reply is worth. Implementations are pure: the same reply to the same task is always worth the same. */
public interface Reward {
    /** In metrics: {@code rewards/NAME/mean}. */
    String name();

    /** @param text the raw reply; {@code reply} is what it says */
    double of(Task task, String text, Reply reply);

    /** Half a point for {@code <think>…</think><answer>…</answer>} (MMedAgent-RL: R_format of 0 or 0.5). */
    Reward FORMAT = new Reward() {
        @Override
        public String name() {
            return "format";
        }

        @Override
        public double of(Task task, String text, Reply reply) {
            return reply.formatOk() ? 0.5 : 0;
        }
    };

    /** A point for the right answer, which a reply without the format does not give (MMedAgent-RL: R_accuracy of 0 or 1). */
    Reward ACCURACY = new Reward() {
        @Override
        public String name() {
            return "accuracy";
        }

        @Override
        public double of(Task task, String text, Reply reply) {
            return reply.answer().filter(task::isRight).isPresent() ? 1 : 0;
        }
    };
}
