package io.consilium.trainer.evaluation;

import io.consilium.model.doctor.Reply;
import io.consilium.trainer.evaluation.Examinee.Question;
import io.consilium.trainer.evaluation.Examinee.Said;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sample.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Asks a doctor about a test set by a protocol, and grades what it says. The same inputs give the same grades. */
public final class Examination {
    private final Examinee examinee;
    private final Tasks tasks;
    private final Protocol protocol;

    public Examination(Examinee examinee, Tasks tasks, Protocol protocol) {
        this.examinee = examinee;
        this.tasks = tasks;
        this.protocol = protocol;
    }

    /** One grade a sample, in their order. */
    public List<Graded> of(TestSet set) {
        List<Task> asked = tasks.of(set.samples(), protocol.role());
        return switch (protocol.mode()) {
            case GREEDY -> eachOf(set, asked, examinee.answer(greedily(asked)), Examination::mean);
            case SAMPLED -> eachOf(set, asked, examinee.answer(drawn(asked)), Examination::mean);
            case VOTE -> eachOf(set, asked, examinee.answer(drawn(asked)), Examination::voted);
            case REFINE -> refined(set, examinee.answer(drawn(asked)));
        };
    }

    interface Grader {
        Graded grade(String set, Sample sample, Task task, List<Said> replies);
    }

    private static List<Graded> eachOf(TestSet set, List<Task> asked, List<List<Said>> replies, Grader grader) {
        return IntStream.range(0, asked.size())
                .mapToObj(i -> grader.grade(set.name(), set.samples().get(i), asked.get(i), replies.get(i)))
                .toList();
    }

    private List<Question> greedily(List<Task> asked) {
        return asked.stream().map(task -> new Question(task, protocol.once())).toList();
    }

    private List<Question> drawn(List<Task> asked) {
        return asked.stream()
                .map(task -> new Question(task, protocol.drawn(task.id(), 0)))
                .toList();
    }

    static Graded mean(String set, Sample sample, Task task, List<Said> replies) {
        List<Reply> read =
                replies.stream().map(reply -> Reply.parse(reply.text())).toList();
        double right = read.stream()
                .filter(reply -> reply.answer().filter(task::isRight).isPresent())
                .count();
        Optional<String> answer = read.size() == 1 ? read.get(0).answer() : Optional.empty();
        return Graded.of(set, sample, task.truth(), answer, right / read.size(), format(replies), Cost.of(replies));
    }

    static Graded voted(String set, Sample sample, Task task, List<Said> replies) {
        Optional<String> answer =
                Majority.of(task, replies.stream().map(Said::text).toList());
        double right = answer.filter(task::isRight).isPresent() ? 1 : 0;
        return Graded.of(set, sample, task.truth(), answer, right, format(replies), Cost.of(replies));
    }

    /** The drafts take the place of the opinions; those without the format fall silent, as specialists' do. */
    private List<Graded> refined(TestSet set, List<List<Said>> drafts) {
        List<Sample> reconsidered = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            reconsidered.add(set.samples().get(i).hearing(opinions(drafts.get(i)), protocol.draws()));
        }
        List<Task> asked = tasks.of(reconsidered, protocol.role());
        List<List<Said>> replies = examinee.answer(greedily(asked));
        return IntStream.range(0, asked.size())
                .mapToObj(i -> {
                    Sample sample = set.samples().get(i);
                    Graded last = mean(set.name(), sample, asked.get(i), replies.get(i));
                    return last.costing(Cost.of(drafts.get(i)).plus(Cost.of(replies.get(i))));
                })
                .toList();
    }

    /** Answers by seat, counted from 1; a reply without the format falls silent. */
    public static SortedMap<Integer, String> opinions(List<Said> replies) {
        SortedMap<Integer, String> opinions = new TreeMap<>();
        for (int i = 0; i < replies.size(); i++) {
            int seat = i + 1;
            Reply.parse(replies.get(i).text()).answer().ifPresent(answer -> opinions.put(seat, answer));
        }
        return opinions;
    }

    static double format(List<Said> replies) {
        double kept = replies.stream()
                .filter(reply -> Reply.parse(reply.text()).formatOk())
                .count();
        return kept / replies.size();
    }
}
