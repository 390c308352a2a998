package io.consilium.trainer.reproduce;

import io.consilium.trainer.evaluation.Interval;
import io.consilium.trainer.evaluation.PairedBootstrap;
import io.consilium.trainer.evaluation.PairedBootstrap.Difference;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.reproduce.Standing.Part;
import io.consilium.trainer.sample.Difficulty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The paper's effect as it came out.
 *
 * @param relativeGainOverSft of the five-set mean: C-MARL's over that of supervised fine-tuning, minus 1
 * @param hardOverSft difference of the accuracies on hard cases
 * @param triageAccuracy in-domain, as in the paper's table 7
 * @param overFrozen by set: difference to the frozen pipeline
 */
record Summary(
        double relativeGainOverSft,
        Difference meanOverSft,
        Difference hardOverSft,
        Figure triageAccuracy,
        Figure triageShifted,
        Map<String, Double> overFrozen) {

    static Summary of(Findings findings) {
        Standing ours = findings.needed(Study.CURRICULUM);
        Standing sft = findings.needed(Study.SFT);
        Standing frozen = findings.needed(Study.FROZEN);
        Map<String, Double> overFrozen = new LinkedHashMap<>();
        for (String set : FindingsTables.sets(findings)) {
            Part part = Part.sets(List.of(set));
            overFrozen.put(
                    set, ours.accuracy(part).mean() - frozen.accuracy(part).mean());
        }
        return new Summary(
                ours.accuracy(Part.all()).mean() / sft.accuracy(Part.all()).mean() - 1,
                difference(ours, sft, Part.all()),
                difference(ours, sft, Part.hardness(findings.difficulty(), Difficulty.HARD)),
                triage(findings, Findings.Triage::inDomain, CaseBook.IN_DOMAIN.size()),
                triage(findings, Findings.Triage::shifted, CaseBook.SHIFTED.size()),
                overFrozen);
    }

    private static Figure triage(Findings findings, ToDoubleFunction<Findings.Triage> value, int sets) {
        return Figure.of(
                findings.triage().stream().map(value::applyAsDouble).toList(),
                sets * findings.study().cases().test());
    }

    /** Case by case over the seeds' averages, with a bootstrap over the cases. */
    static Difference difference(Standing here, Standing there, Part part) {
        double[] ours = here.right(part);
        return ours.length == 0
                ? new Difference(0, new Interval(0, 0))
                : PairedBootstrap.difference(
                        ours,
                        there.right(part),
                        PhantomSeeds.derive("reproduce", here.name(), there.name(), ours.length));
    }

    boolean aboveFrozenOnEverySet() {
        return overFrozen.values().stream().allMatch(points -> points > 0);
    }
}
