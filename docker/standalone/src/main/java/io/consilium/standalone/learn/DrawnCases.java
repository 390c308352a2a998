package io.consilium.standalone.learn;

import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Synthetic cases with known answers; the id of each begins with its set's name. */
final class DrawnCases {
    private DrawnCases() {}

    /**
     * @param each so many cases of every set
     * @param directory a new one, where pictures and truths lie afterwards
     */
    static List<WrittenCase> draw(List<PhantomSet> sets, long seed, int each, Path directory) {
        List<WrittenCase> cases = new ArrayList<>();
        for (PhantomSet set : sets) {
            Path own = directory.resolve(set.word());
            try (CaseWriter writer = CaseWriter.open(own)) {
                PhantomCases.stream(set, seed, each).forEach(writer::write);
            }
            cases.addAll(CaseFile.read(own.resolve("cases.jsonl"), CaseFile.Format.CONSILIUM, Traffic.SOURCE)
                    .cases());
        }
        return cases;
    }

    /** All of them as cases of their own, told apart from the others by a word. */
    static List<WrittenCase> again(List<WrittenCase> cases, String word) {
        return cases.stream()
                .map(one -> one.as(one.theCase().getCaseId() + "-" + word))
                .toList();
    }
}
