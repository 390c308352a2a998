package io.consilium.trainer.evaluation;

import io.consilium.trainer.evaluation.PairedBootstrap.Difference;
import io.consilium.trainer.phantom.PhantomSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much better one way of answering is than another on the same cases, group by group. */
public record Comparison(List<Row> rows) {

    /**
     * A group's figures.
     *
     * @param here accuracy of what is examined; {@code there} that of what it is held against
     * @param onlyHere cases that are right here and wrong there, or right more often where replies are averaged
     * @param p that neither is right more often, by McNemar's exact test, which for averages is the sign test
     */
    public record Row(
            Group group,
            int cases,
            double here,
            double there,
            Difference difference,
            int onlyHere,
            int onlyThere,
            double p) {}

    public Comparison {
        rows = List.copyOf(rows);
    }

    /** @param there the same cases in the same order */
    public static Comparison of(List<Graded> here, List<Graded> there, long seed) {
        if (!ids(here).equals(ids(there))) {
            throw new IllegalArgumentException("only grades of the same cases can be compared");
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Group, List<Integer>> each : Group.of(here).entrySet()) {
            Group group = each.getKey();
            double[] ours = right(here, each.getValue());
            double[] theirs = right(there, each.getValue());
            rows.add(row(group, ours, theirs, PhantomSeeds.derive("bootstrap", seed, group)));
        }
        return new Comparison(rows);
    }

    private static List<String> ids(List<Graded> graded) {
        return graded.stream().map(each -> each.set() + "/" + each.id()).toList();
    }

    private static double[] right(List<Graded> graded, List<Integer> places) {
        return places.stream().mapToDouble(place -> graded.get(place).right()).toArray();
    }

    private static Row row(Group group, double[] here, double[] there, long seed) {
        int onlyHere = 0;
        int onlyThere = 0;
        double ours = 0;
        double theirs = 0;
        for (int i = 0; i < here.length; i++) {
            onlyHere += here[i] > there[i] ? 1 : 0;
            onlyThere += there[i] > here[i] ? 1 : 0;
            ours += here[i] / here.length;
            theirs += there[i] / here.length;
        }
        Difference difference = PairedBootstrap.difference(here, there, seed);
        return new Row(
                group, here.length, ours, theirs, difference, onlyHere, onlyThere, McNemar.p(onlyHere, onlyThere));
    }

    public Optional<Row> row(Group group) {
        return rows.stream().filter(row -> row.group().equals(group)).findFirst();
    }
}
