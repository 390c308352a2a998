package io.consilium.trainer.evaluation;

import io.consilium.model.doctor.Reply;
import io.consilium.option.Options;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What most replies say: answers that mean the same option, or of an open question the same text, are one. Of answers that
 * are equally frequent the one that was said first wins. Replies without the format, or whose answer is none of the options,
 * have no vote.
 */
final class Majority {
    private final List<String> options;
    private final List<String> answers = new ArrayList<>();
    private final List<Integer> votes = new ArrayList<>();

    private Majority(List<String> options) {
        this.options = options;
    }

    /** Empty when nobody has a vote. */
    static Optional<String> of(Task task, List<String> replies) {
        Majority majority = new Majority(task.options());
        replies.forEach(text -> Reply.parse(text).answer().ifPresent(majority::count));
        return majority.winner();
    }

    private void count(String said) {
        if (!Options.agree(options, said, said)) {
            return;
        }
        for (int i = 0; i < answers.size(); i++) {
            if (Options.agree(options, answers.get(i), said)) {
                votes.set(i, votes.get(i) + 1);
                return;
            }
        }
        answers.add(said);
        votes.add(1);
    }

    private Optional<String> winner() {
        int best = -1;
        for (int i = 0; i < answers.size(); i++) {
            if (best < 0 || votes.get(i) > votes.get(best)) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(answers.get(best));
    }
}
