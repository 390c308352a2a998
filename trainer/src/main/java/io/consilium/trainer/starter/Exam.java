package io.consilium.trainer.starter;

import io.consilium.model.doctor.Reply;
import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import io.consilium.option.Options;
import io.consilium.record.Role;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.phantom.Side;
import io.consilium.trainer.phantom.Truth;
import io.consilium.trainer.sample.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** What two starters can do, on fresh phantoms of the standard look that no training has seen. */
public final class Exam {
    private static final int MAX_NEW_TOKENS = 48;
    private static final int SEATS = 3;
    private static final int SLOTS = 64;

    private final List<PhantomCase> cases;
    private final int threads;

    /** @param seed of the phantoms, from {@link PhantomSeeds#EVALUATION_FROM} up */
    public Exam(int cases, long seed, int threads) {
        this.cases = PhantomCases.stream(PhantomSet.DEMO, seed, cases).toList();
        this.threads = threads;
    }

    /** Shares of 1 by what is examined. */
    public Map<String, Double> take(Path generalist, Path specialist) {
        Map<String, Double> marks = new LinkedHashMap<>();
        List<SortedMap<Integer, String>> opinions = new ArrayList<>();
        try (Pupil pupil = new Pupil(specialist)) {
            opinions.addAll(opinions(pupil));
            marks.put("specialist: answers right, temperature 1", right(opinions));
            alone(marks, "specialist", pupil);
        }
        try (Pupil pupil = new Pupil(generalist)) {
            marks.put("generalist: answers right, temperature 1", right(opinions(pupil)));
            alone(marks, "generalist", pupil);
            marks.put("generalist: triage right", triage(pupil));
            attending(marks, pupil, opinions);
        }
        return marks;
    }

    private List<SortedMap<Integer, String>> opinions(Pupil pupil) {
        List<Task> tasks = tasks(Role.SPECIALIST, about -> new TreeMap<>());
        List<SortedMap<Integer, String>> all = new ArrayList<>();
        for (List<String> replies : pupil.say(tasks, SEATS, 1)) {
            SortedMap<Integer, String> own = new TreeMap<>();
            for (int seat = 1; seat <= SEATS; seat++) {
                int place = seat;
                Reply.parse(replies.get(seat - 1)).answer().ifPresent(answer -> own.put(place, answer));
            }
            all.add(own);
        }
        return all;
    }

    /** Of all seats. */
    private double right(List<SortedMap<Integer, String>> opinions) {
        double right = 0;
        for (int i = 0; i < cases.size(); i++) {
            PhantomCase about = cases.get(i);
            right += opinions.get(i).values().stream()
                    .filter(said -> isRight(about, said))
                    .count();
        }
        return right / (SEATS * cases.size());
    }

    private void alone(Map<String, Double> marks, String who, Pupil pupil) {
        List<Optional<Reply>> replies = pupil.greedy(tasks(Role.SPECIALIST, about -> new TreeMap<>()));
        marks.put(who + ": greedy answers right", share(replies, (about, reply) -> answered(about, reply)));
        marks.put(who + ": greedy findings wholly right", share(replies, (about, reply) -> reply.reasoning()
                .equals(about.phantom().finding())));
        marks.put(who + ": side right where there is one", shareOf(replies, true, (about, reply) -> reply.reasoning()
                .endsWith("on the " + about.phantom().side().word())));
        marks.put(who + ": size right where there is one", shareOf(replies, true, (about, reply) -> reply.reasoning()
                .contains(" " + about.phantom().size().word() + " ")));
        marks.put(
                who + ": count right",
                share(
                        replies,
                        (about, reply) -> countOf(reply) == about.phantom().count()));
    }

    private static int countOf(Reply reply) {
        String first = reply.reasoning().split(" ")[0];
        return first.equals("no") ? 0 : Truth.counted(first);
    }

    private double triage(Pupil pupil) {
        return share(pupil.greedy(tasks(Role.TRIAGE, about -> new TreeMap<>())), (about, reply) -> reply.answer()
                .filter(about.phantom().department()::equals)
                .isPresent());
    }

    /** With the specialist's own opinions, and with three that agree on something, right or wrong. */
    private void attending(Map<String, Double> marks, Pupil pupil, List<SortedMap<Integer, String>> opinions) {
        List<Task> tasks = new ArrayList<>();
        List<Task> agreed = new ArrayList<>();
        List<String> consensus = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(PhantomSeeds.derive("exam"));
        for (int i = 0; i < cases.size(); i++) {
            tasks.add(PhantomTasks.of(cases.get(i), Role.ATTENDING, opinions.get(i)));
            List<String> options = cases.get(i).asked().options();
            String said = options.get(random.nextInt(options.size()));
            consensus.add(said);
            agreed.add(PhantomTasks.of(cases.get(i), Role.ATTENDING, new TreeMap<>(Map.of(1, said, 2, said, 3, said))));
        }
        List<Optional<Reply>> followed = pupil.greedy(agreed);
        double follows = 0;
        for (int i = 0; i < followed.size(); i++) {
            String said = consensus.get(i);
            follows +=
                    followed.get(i).flatMap(Reply::answer).filter(said::equals).isPresent() ? 1 : 0;
        }
        marks.put("attending: follows three opinions that agree", follows / cases.size());
        List<Optional<Reply>> replies = pupil.greedy(tasks);
        for (String difficulty : List.of("easy", "medium", "hard")) {
            double right = 0;
            double all = 0;
            for (int i = 0; i < tasks.size(); i++) {
                if (tasks.get(i)
                        .difficulty()
                        .filter(each -> each.word().equals(difficulty))
                        .isPresent()) {
                    all++;
                    PhantomCase about = cases.get(i);
                    right += replies.get(i)
                                    .filter(reply -> answered(about, reply))
                                    .isPresent()
                            ? 1
                            : 0;
                }
            }
            marks.put("attending: right on " + difficulty + " cases", right / all);
            marks.put("share of " + difficulty + " cases", all / tasks.size());
        }
    }

    private interface Heard {
        SortedMap<Integer, String> about(PhantomCase about);
    }

    private List<Task> tasks(Role role, Heard heard) {
        return cases.stream()
                .map(about -> PhantomTasks.of(about, role, heard.about(about)))
                .toList();
    }

    private static boolean isRight(PhantomCase about, String said) {
        return Options.agree(about.asked().options(), about.asked().answer(), said);
    }

    private static boolean answered(PhantomCase about, Reply reply) {
        return reply.answer().filter(said -> isRight(about, said)).isPresent();
    }

    private double share(List<Optional<Reply>> replies, BiPredicate<PhantomCase, Reply> test) {
        return shareOf(replies, false, test);
    }

    private double shareOf(List<Optional<Reply>> replies, boolean withLesions, BiPredicate<PhantomCase, Reply> test) {
        double passed = 0;
        double all = 0;
        for (int i = 0; i < cases.size(); i++) {
            PhantomCase about = cases.get(i);
            if (!withLesions || about.phantom().side() != Side.NONE) {
                all++;
                passed +=
                        replies.get(i).filter(reply -> test.test(about, reply)).isPresent() ? 1 : 0;
            }
        }
        return passed / all;
    }

    /** A checkpoint that is asked. */
    private final class Pupil implements AutoCloseable {
        private final TrainableModel model;
        private final BatchGenerator generator;

        Pupil(Path checkpoint) {
            model = TrainableModel.load(checkpoint, Training.FULL, threads);
            generator = new BatchGenerator(model.speaker(), SLOTS, threads);
        }

        List<Optional<Reply>> greedy(List<Task> tasks) {
            return say(tasks, 1, 0).stream()
                    .map(replies -> Optional.of(Reply.parse(replies.get(0))).filter(Reply::formatOk))
                    .toList();
        }

        List<List<String>> say(List<Task> tasks, int times, double temperature) {
            List<List<String>> said = new ArrayList<>();
            for (int from = 0; from < tasks.size(); from += SLOTS) {
                List<BatchGenerator.Ask> asks = new ArrayList<>();
                for (Task task : tasks.subList(from, Math.min(from + SLOTS, tasks.size()))) {
                    List<Sampling> members = new ArrayList<>();
                    for (int i = 0; i < times; i++) {
                        long seed = PhantomSeeds.derive("exam", task.id(), i);
                        members.add(Sampling.temperature(MAX_NEW_TOKENS, temperature, seed));
                    }
                    asks.add(new BatchGenerator.Ask(model.encode(task.prompt()), members));
                }
                generator
                        .answer(asks)
                        .forEach(replies ->
                                said.add(replies.stream().map(Completion::text).toList()));
            }
            return said;
        }

        @Override
        public void close() {
            generator.close();
            model.close();
        }
    }
}
