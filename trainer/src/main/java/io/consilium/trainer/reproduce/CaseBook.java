package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The cases of a study, drawn once; opinions are asked for elsewhere. */
final class CaseBook {
    static final List<PhantomSet> IN_DOMAIN = List.of(PhantomSet.RAD, PhantomSet.SLAKE, PhantomSet.PATH);
    static final List<PhantomSet> SHIFTED = List.of(PhantomSet.OMNI, PhantomSet.MMMU);
    private static final String CASES = "cases";

    private final Shelf shelf;
    private final Study.Cases cases;

    CaseBook(Shelf shelf, Study.Cases cases) {
        this.shelf = shelf;
        this.cases = cases;
    }

    /** The five sets; no subject of theirs is one to train with. */
    List<TestSet> test() {
        return Stream.concat(IN_DOMAIN.stream(), SHIFTED.stream())
                .map(set -> drawn(new PhantomTestSet(set, cases.testSeed(), cases.test())))
                .toList();
    }

    /** In-domain cases only; their reasoning is the finding, for what is trained with it. */
    List<TestSet> training(int seed) {
        return IN_DOMAIN.stream()
                .map(set -> found(new PhantomTestSet(set, cases.trainingSeed() + seed, cases.training())))
                .toList();
    }

    private TestSet found(PhantomTestSet wanted) {
        TestSet set = drawn(wanted);
        Iterator<PhantomCase> drawn =
                PhantomCases.stream(wanted.set(), wanted.seed(), wanted.count()).iterator();
        List<Sample> samples = set.samples().stream()
                .map(sample ->
                        sample.reasoned(Optional.of(drawn.next().phantom().finding())))
                .toList();
        return new TestSet(set.name(), samples, set.hash());
    }

    private TestSet drawn(PhantomTestSet wanted) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("edition", String.valueOf(Study.EDITION));
        facts.put("set", wanted.set().word());
        facts.put("seed", String.valueOf(wanted.seed()));
        facts.put("count", String.valueOf(wanted.count()));
        Shelf.Place place = shelf.place(CASES, facts);
        Path directory = place.directory().resolve(wanted.set().word());
        if (!place.isFinished()) {
            place.begin();
            TestSet set = wanted.write(Optional.empty(), directory);
            place.finish(JsonNodeFactory.instance.objectNode().put("hash", set.hash()));
        }
        SampleFile read = SampleFile.read(directory.resolve("cases.jsonl"));
        return new TestSet(wanted.set().word(), read.samples(), read.hash());
    }
}
