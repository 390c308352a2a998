package io.consilium.trainer.evaluation;

import io.consilium.model.vlm.Sampling;
import io.consilium.option.Options;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.Examinee.Question;
import io.consilium.trainer.evaluation.Examinee.Said;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sample.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The whole course of a case: triage, the specialists of the department that triage names, and the attending physician over
 * what they say. The opinions that samples came with are not heard; they only say how hard a case is.
 */
public final class Pipeline {
    /** Whose answers it takes; one checkpoint may serve several roles. */
    public record Staff(Examinee triage, Examinee specialist, Examinee attending) {}

    /** Grades of triage and of the verdicts, one a sample each. */
    public record Course(List<Graded> triage, List<Graded> verdicts) {}

    private final Staff staff;
    private final Tasks tasks;
    private final List<String> departments;
    private final int seats;
    private final int maxNewTokens;

    /** @param maxNewTokens of each reply */
    public Pipeline(Staff staff, Tasks tasks, List<String> departments, int seats, int maxNewTokens) {
        this.staff = staff;
        this.tasks = tasks;
        this.departments = List.copyOf(departments);
        this.seats = seats;
        this.maxNewTokens = maxNewTokens;
    }

    public Course of(TestSet set) {
        List<Graded> triage =
                new Examination(staff.triage(), tasks, Protocol.greedy(Role.TRIAGE, maxNewTokens)).of(set);
        List<Graded> verdicts = new ArrayList<>();
        List<Sample> sent = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < triage.size(); i++) {
            Sample sample = set.samples().get(i);
            int place = i;
            verdicts.add(none(set, sample, cost(triage.get(i))));
            department(triage.get(i)).ifPresent(name -> {
                sent.add(sample.sentTo(name));
                places.add(place);
            });
        }
        List<Graded> heard = heard(set, sent);
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            verdicts.set(place, verdict(set.samples().get(place), heard.get(i), cost(triage.get(place))));
        }
        return new Course(triage, List.copyOf(verdicts));
    }

    /** With the tokens of the opinions. */
    private List<Graded> heard(TestSet set, List<Sample> sent) {
        List<List<Said>> opinions = opinions(staff.specialist(), tasks, sent, seats, maxNewTokens);
        List<Sample> discussed = IntStream.range(0, sent.size())
                .mapToObj(i -> sent.get(i).hearing(Examination.opinions(opinions.get(i)), seats))
                .toList();
        List<Graded> graded = new Examination(staff.attending(), tasks, Protocol.greedy(Role.ATTENDING, maxNewTokens))
                .of(new TestSet(set.name(), discussed, set.hash()));
        return IntStream.range(0, graded.size())
                .mapToObj(i -> graded.get(i).costing(cost(graded.get(i)).plus(Cost.of(opinions.get(i)))))
                .toList();
    }

    private Optional<String> department(Graded triage) {
        return triage.answer().flatMap(said -> departments.stream()
                .filter(name -> Options.agree(departments, name, said))
                .findFirst());
    }

    /** What the seats of each sample's department say; the same case, department and seat give the same reply. */
    public static List<List<Said>> opinions(
            Examinee specialist, Tasks tasks, List<Sample> samples, int seats, int maxNewTokens) {
        List<Question> questions = new ArrayList<>();
        for (Task task : tasks.of(samples, Role.SPECIALIST)) {
            questions.add(new Question(
                    task,
                    IntStream.rangeClosed(1, seats)
                            .mapToObj(seat -> Sampling.temperature(
                                    maxNewTokens, 1, PhantomSeeds.derive("opinion", task.id(), seat)))
                            .toList()));
        }
        return specialist.answer(questions);
    }

    /** Under the case's own department and difficulty, whatever triage and specialists made of it. */
    private static Graded verdict(Sample sample, Graded heard, Cost triage) {
        return Graded.of(
                heard.set(),
                sample,
                heard.truth(),
                heard.answer(),
                heard.right(),
                heard.format(),
                triage.plus(cost(heard)));
    }

    /** Triage named no department: the case has no verdict, which is never right. */
    private static Graded none(TestSet set, Sample sample, Cost triage) {
        return Graded.of(set.name(), sample, sample.answer(), Optional.empty(), 0, 0, triage);
    }

    private static Cost cost(Graded graded) {
        return new Cost(graded.promptTokens(), graded.newTokens());
    }
}
