package io.consilium.trainer.phantom;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The cases of a set in order: departments in turn, questions at random, one to three cases a subject. The same set and
 * seed give the same cases; a shorter stream is the beginning of a longer one.
 */
public final class PhantomCases {
    private static final int MOST_OF_A_SUBJECT = 3;

    private final PhantomSet set;
    private final long seed;
    private final SplittableRandom random;
    private int index;
    private int subject;
    private int leftOfSubject;

    private PhantomCases(PhantomSet set, long seed) {
        this.set = set;
        this.seed = seed;
        this.random = new SplittableRandom(PhantomSeeds.derive(set.word(), seed));
    }

    public static Stream<PhantomCase> stream(PhantomSet set, long seed, int count) {
        return Stream.generate(new PhantomCases(set, seed)::next).limit(count);
    }

    private PhantomCase next() {
        if (leftOfSubject == 0) {
            subject++;
            leftOfSubject = random.nextInt(1, MOST_OF_A_SUBJECT + 1);
        }
        leftOfSubject--;
        Kind kind = set.kinds().get(index % set.kinds().size());
        Phantom phantom = PhantomPainter.draw(random, kind, set.look());
        String name = set.word() + "-" + seed;
        return new PhantomCase(
                name + "-" + padded(index++, 5),
                name + "-s" + padded(subject, 4),
                phantom,
                set.ask(random, phantom.truth()),
                set.look());
    }

    private static String padded(int number, int digits) {
        String text = String.valueOf(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
