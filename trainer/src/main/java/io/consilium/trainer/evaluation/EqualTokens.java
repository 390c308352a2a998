package io.consilium.trainer.evaluation;

import io.consilium.trainer.evaluation.Examinee.Question;
import io.consilium.trainer.evaluation.Examinee.Said;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sample.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Self-consistency at equal tokens: each case gets as many drawn replies as fit into the new tokens that another way of
 * answering spent on it, at least one, and their majority counts. It tells whether that other way is better than simply
 * saying more.
 */
public final class EqualTokens {
    /** Where replies are very short, more of them would change no majority. */
    private static final int MOST_DRAWS = 64;

    private final Examinee examinee;
    private final Tasks tasks;
    private final Protocol protocol;

    /** @param protocol its draws are made at once, as often as the tokens allow */
    public EqualTokens(Examinee examinee, Tasks tasks, Protocol protocol) {
        this.examinee = examinee;
        this.tasks = tasks;
        this.protocol = protocol;
    }

    /** @param spent grades of the same set, whose tokens are the measure */
    public List<Graded> of(TestSet set, List<Graded> spent) {
        List<Task> asked = tasks.of(set.samples(), protocol.role());
        List<List<Said>> replies = IntStream.range(0, asked.size())
                .<List<Said>>mapToObj(i -> new ArrayList<>())
                .toList();
        List<Integer> open = IntStream.range(0, asked.size()).boxed().toList();
        for (int from = 0; from < MOST_DRAWS && !open.isEmpty(); from += protocol.draws()) {
            draw(asked, open, from, replies);
            open = open.stream()
                    .filter(i -> tokens(replies.get(i)) <= spent.get(i).newTokens())
                    .toList();
        }
        return IntStream.range(0, asked.size())
                .mapToObj(i -> Examination.voted(
                        set.name(),
                        set.samples().get(i),
                        asked.get(i),
                        within(replies.get(i), spent.get(i).newTokens())))
                .toList();
    }

    private void draw(List<Task> asked, List<Integer> open, int from, List<List<Said>> replies) {
        List<Question> questions = open.stream()
                .map(i -> new Question(asked.get(i), protocol.drawn(asked.get(i).id(), from)))
                .toList();
        List<List<Said>> more = examinee.answer(questions);
        for (int i = 0; i < open.size(); i++) {
            replies.get(open.get(i)).addAll(more.get(i));
        }
    }

    private static long tokens(List<Said> replies) {
        return replies.stream().mapToLong(Said::newTokens).sum();
    }

    static List<Said> within(List<Said> replies, long tokens) {
        long used = 0;
        int fit = 0;
        while (fit < replies.size() && used + replies.get(fit).newTokens() <= tokens) {
            used += replies.get(fit++).newTokens();
        }
        return replies.subList(0, Math.max(1, fit));
    }
}
