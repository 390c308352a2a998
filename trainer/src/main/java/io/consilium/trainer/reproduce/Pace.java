package io.consilium.trainer.reproduce;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far a study is: pieces of work with weights, and from the weight done in how much time the time left. Pieces that lie
 * there already take no time and do not count. Not threadsafe.
 */
final class Pace {
    private final InstantSource clock;
    private final Consumer<String> out;
    private final int pieces;
    private double open;
    private double worked;
    private Duration spent = Duration.ZERO;
    private int number;

    /**
     * @param pieces how many there are
     * @param weight of all together
     */
    Pace(int pieces, double weight, InstantSource clock, Consumer<String> out) {
        this.pieces = pieces;
        this.open = weight;
        this.clock = clock;
        this.out = out;
    }

    /** Work that tells how far it is. */
    interface Work<T> {
        T run(Consumer<String> progress);
    }

    /** @param found whether the piece lies there already */
    <T> T piece(String name, double weight, boolean found, Work<T> work) {
        number++;
        String head = String.format(Locale.ROOT, "%d of %d  %s", number, pieces, name);
        Instant begin = clock.instant();
        if (!found) {
            out.accept(head + left());
        }
        T result = work.run(line -> out.accept(head + "  " + line + left()));
        open -= weight;
        if (!found) {
            worked += weight;
            spent = spent.plus(Duration.between(begin, clock.instant()));
        }
        return result;
    }

    private String left() {
        return timeLeft()
                .map(left -> "  (all: about " + left.toMinutes() + " min left)")
                .orElse("");
    }

    /** At the speed of the pieces that are done, the present one counted whole. */
    Optional<Duration> timeLeft() {
        return worked > 0
                ? Optional.of(Duration.ofMillis(Math.round(spent.toMillis() * Math.max(0, open) / worked)))
                : Optional.empty();
    }
}
