package io.consilium.trainer.evaluation;

import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.phantom.SpecialistPanel;
import io.consilium.trainer.sample.SampleFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A test set of phantoms, the very cases that the {@code phantoms} command writes: the same set, seed and count. */
public record PhantomTestSet(PhantomSet set, long seed, int count) {

    /**
     * Draws it, opinions included.
     *
     * @param panel who gives opinions; without one the cases have none
     * @param directory a new one, which must stay while the test set is used: the pictures lie there
     */
    public TestSet write(Optional<SpecialistPanel> panel, Path directory) {
        Stream<PhantomCase> cases = PhantomCases.stream(set, seed, count);
        try (CaseWriter writer = CaseWriter.open(directory)) {
            if (panel.isPresent()) {
                panel.get().ask(cases, writer::write);
            } else {
                cases.forEach(writer::write);
            }
        }
        SampleFile read = SampleFile.read(directory.resolve("cases.jsonl"));
        return new TestSet(set.word(), read.samples(), read.hash());
    }
}
