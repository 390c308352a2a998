package io.consilium.trainer.evaluation;

import io.consilium.trainer.sample.Sample;
import java.util.Optional;
import java.util.SortedMap;

/** A sample with other opinions, or sent to another department. */
final class Variant {
    private Variant() {}

    static Sample hearing(Sample sample, SortedMap<Integer, String> opinions, int seats) {
        return new Sample(
                sample.id(),
                sample.subject(),
                sample.pictures(),
                sample.question(),
                sample.history(),
                sample.options(),
                opinions,
                seats,
                sample.answer(),
                sample.department(),
                sample.reasoning(),
                sample.split());
    }

    static Sample sentTo(Sample sample, String department) {
        return new Sample(
                sample.id(),
                sample.subject(),
                sample.pictures(),
                sample.question(),
                sample.history(),
                sample.options(),
                sample.opinions(),
                sample.seats(),
                sample.answer(),
                Optional.of(department),
                sample.reasoning(),
                sample.split());
    }
}
