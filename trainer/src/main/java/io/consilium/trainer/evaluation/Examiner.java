package io.consilium.trainer.evaluation;

import io.consilium.trainer.sample.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Examines checkpoints on test sets, one checkpoint after the other; none stays loaded. */
public final class Examiner {
    private final Tasks tasks;
    private final List<String> departments;
    private final List<TestSet> sets;
    private final int threads;

    public Examiner(Tasks tasks, List<String> departments, List<TestSet> sets, int threads) {
        this.tasks = tasks;
        this.departments = List.copyOf(departments);
        this.sets = List.copyOf(sets);
        this.threads = threads;
    }

    /** The cases of all sets in order. */
    public List<Graded> examine(Path checkpoint, Protocol protocol) {
        try (CheckpointExaminee examinee = CheckpointExaminee.open(checkpoint, threads)) {
            Examination examination = new Examination(examinee, tasks, protocol);
            return sets.stream().flatMap(set -> examination.of(set).stream()).toList();
        }
    }

    /**
     * Votes of as many tokens as were spent.
     *
     * @param spent grades of all sets, in order
     */
    public List<Graded> equalTokens(Path checkpoint, Protocol protocol, List<Graded> spent) {
        try (CheckpointExaminee examinee = CheckpointExaminee.open(checkpoint, threads)) {
            EqualTokens votes = new EqualTokens(examinee, tasks, protocol);
            List<Graded> graded = new ArrayList<>();
            for (TestSet set : sets) {
                int from = graded.size();
                graded.addAll(
                        votes.of(set, spent.subList(from, from + set.samples().size())));
            }
            return List.copyOf(graded);
        }
    }

    /** The whole course of every case. */
    public Pipeline.Course pipeline(Path triage, Path specialist, Path attending, int maxNewTokens) {
        try (CheckpointExaminee first = CheckpointExaminee.open(triage, threads);
                CheckpointExaminee second = CheckpointExaminee.open(specialist, threads);
                CheckpointExaminee third = CheckpointExaminee.open(attending, threads)) {
            Pipeline pipeline = new Pipeline(
                    new Pipeline.Staff(first, second, third), tasks, departments, DrawnSets.SEATS, maxNewTokens);
            List<Graded> sent = new ArrayList<>();
            List<Graded> verdicts = new ArrayList<>();
            for (TestSet set : sets) {
                Pipeline.Course course = pipeline.of(set);
                sent.addAll(course.triage());
                verdicts.addAll(course.verdicts());
            }
            return new Pipeline.Course(List.copyOf(sent), List.copyOf(verdicts));
        }
    }
}
