package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.phantom.PhantomSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** On what a model is examined: files of samples, or phantoms. */
final class TestSetOptions {
    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "JSON lines: cases with their answers and opinions; may be given several times")
    private List<Path> samples = List.of();

    @Option(
            names = "--set",
            paramLabel = "SET",
            split = ",",
            description = "or synthetic cases: rad, slake, path, omni, mmmu, demo; all for the first five")
    private List<String> sets = List.of();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "4711",
            description = "of the synthetic cases and of all draws (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "210",
            description = "synthetic cases a set (default: ${DEFAULT-VALUE})")
    private int count;

    long seed() {
        return seed;
    }

    /** Seeds below this one may have been trained with. */
    boolean maybeTrainedWith() {
        return !sets.isEmpty() && seed < PhantomSeeds.EVALUATION_FROM;
    }

    List<TestSet> read() {
        return samples.stream().map(TestSet::read).toList();
    }

    /** @throws ConfigurationException with all that is wrong with the options */
    List<PhantomTestSet> wanted() {
        List<String> problems = new ArrayList<>();
        if (samples.isEmpty() == sets.isEmpty()) {
            problems.add("give either --samples FILE or --set SET");
        }
        if (count < 1) {
            problems.add("--count " + count + ": at least 1");
        }
        Set<PhantomSet> found = new LinkedHashSet<>();
        for (String word : sets) {
            List<PhantomSet> named = named(word.strip().toLowerCase(Locale.ROOT));
            if (named.isEmpty()) {
                problems.add("--set " + word + ": there are rad, slake, path, omni, mmmu, demo and all");
            }
            found.addAll(named);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("There is nothing to examine on", problems);
        }
        return found.stream().map(set -> new PhantomTestSet(set, seed, count)).toList();
    }

    private static List<PhantomSet> named(String word) {
        return Arrays.stream(PhantomSet.values())
                .filter(set ->
                        word.equals("all") ? set != PhantomSet.DEMO : set.word().equals(word))
                .toList();
    }
}
