package io.consilium.trainer.starter;

import io.consilium.trainer.phantom.Asked;
import io.consilium.trainer.phantom.Kind;
import io.consilium.trainer.phantom.Phantom;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.phantom.Question;
import io.consilium.trainer.phantom.Truth;
import io.consilium.trainer.sft.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * An endless row of supervised examples about phantoms. Each depends on nothing but the seed and its index, so training can
 * go on at any step. Threadsafe if the list of phantoms is.
 */
public interface Lessons {

    /** @param index 0 or more */
    Example at(long index);

    /** The three roles in given shares, all questions alike often. */
    static Lessons mixture(long seed, List<Phantom> phantoms, Mixture mixture) {
        LessonBook book = new LessonBook();
        return index -> {
            RandomGenerator random = new SplittableRandom(PhantomSeeds.derive("lesson", seed, index));
            Phantom phantom = phantoms.get(random.nextInt(phantoms.size()));
            return mixed(book, random, phantom.truth(), mixture).with(phantom.picture());
        };
    }

    /** The short form for a first phase: a short prompt, and nothing but the finding. */
    static Lessons findings(long seed, List<Phantom> phantoms) {
        LessonBook book = new LessonBook();
        return index -> {
            RandomGenerator random = new SplittableRandom(PhantomSeeds.derive("finding", seed, index));
            Phantom phantom = phantoms.get(random.nextInt(phantoms.size()));
            return book.finding(phantom.truth()).with(phantom.picture());
        };
    }

    /** All that lessons can say, for a tokenizer: each department, finding and question in the words of each role. */
    static List<String> corpus() {
        LessonBook book = new LessonBook();
        return Stream.of(Kind.values())
                .flatMap(kind -> Truth.all(kind).stream())
                .flatMap(truth -> Stream.concat(
                        Stream.of(book.finding(truth)),
                        Question.allAbout(truth).stream().flatMap(asked -> all(book, truth, asked))))
                .flatMap(Lesson::texts)
                .toList();
    }

    private static Lesson mixed(LessonBook book, RandomGenerator random, Truth truth, Mixture mixture) {
        List<Asked> sensible = Question.allAbout(truth);
        Asked asked = sensible.get(random.nextInt(sensible.size()));
        double role = random.nextDouble();
        if (role < mixture.triage()) {
            return book.triage(truth, asked);
        }
        if (role < mixture.triage() + mixture.specialist()) {
            return book.specialist(truth, asked);
        }
        SortedMap<Integer, String> opinions = SimulatedOpinions.draw(random, asked, mixture);
        return random.nextDouble() < mixture.look()
                ? book.looking(truth, asked, opinions)
                : book.following(truth, asked, opinions);
    }

    /** A lesson of each role; the attending physician hears opinions that agree, that mostly do, and that all differ. */
    private static Stream<Lesson> all(LessonBook book, Truth truth, Asked asked) {
        String right = asked.answer();
        List<String> wrong = new ArrayList<>(asked.options());
        wrong.remove(right);
        String other = wrong.get(0);
        String last = wrong.get(wrong.size() - 1);
        return Stream.of(
                book.triage(truth, asked),
                book.specialist(truth, asked),
                book.looking(truth, asked, seated(other, right, other)),
                book.following(truth, asked, seated(right, right, right)),
                book.following(truth, asked, seated(right, right, last)),
                book.following(truth, asked, other.equals(last) ? seated(right, other) : seated(right, other, last)));
    }

    private static SortedMap<Integer, String> seated(String... opinions) {
        SortedMap<Integer, String> seats = new TreeMap<>();
        for (String opinion : opinions) {
            seats.put(seats.size() + 1, opinion);
        }
        return seats;
    }
}
