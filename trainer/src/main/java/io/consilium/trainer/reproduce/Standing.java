package io.consilium.trainer.reproduce;

import io.consilium.trainer.sample.Difficulty;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A row of the tables: how a way of learning did.
 *
 * @param tried with the first seed, in the order of the study; empty for what is not trained
 * @param trained with the chosen setting, one a seed
 * @param marks on the same test cases in the same order, one list a seed; what is not trained has one
 */
record Standing(String name, String title, List<Trained> tried, List<Trained> trained, List<List<Mark>> marks) {
    Standing {
        tried = List.copyOf(tried);
        trained = List.copyOf(trained);
        marks = List.copyOf(marks);
    }

    /** Which cases are counted together. */
    interface Part extends Predicate<Mark> {
        static Part all() {
            return mark -> true;
        }

        static Part sets(List<String> names) {
            return mark -> names.contains(mark.set());
        }

        static Part hardness(Map<String, Difficulty> byCase, Difficulty difficulty) {
            return mark -> byCase.get(mark.id()) == difficulty;
        }
    }

    /** The accuracy on a part. */
    Figure accuracy(Part part) {
        List<Double> bySeed = marks.stream()
                .map(own -> own.stream()
                        .filter(part)
                        .mapToDouble(Mark::right)
                        .average()
                        .orElse(0))
                .toList();
        return Figure.of(bySeed, (int) marks.get(0).stream().filter(part).count());
    }

    /** Case by case, on average over the seeds. */
    double[] right(Part part) {
        int cases = marks.get(0).size();
        double[] sums = new double[cases];
        for (List<Mark> own : marks) {
            for (int i = 0; i < cases; i++) {
                sums[i] += own.get(i).right() / marks.size();
            }
        }
        List<Mark> first = marks.get(0);
        return IntStream.range(0, cases)
                .filter(i -> part.test(first.get(i)))
                .mapToDouble(i -> sums[i])
                .toArray();
    }

    double format() {
        return marks.stream()
                .flatMap(List::stream)
                .mapToDouble(Mark::format)
                .average()
                .orElse(0);
    }

    double newTokens() {
        return marks.stream()
                .flatMap(List::stream)
                .mapToDouble(Mark::newTokens)
                .average()
                .orElse(0);
    }
}
