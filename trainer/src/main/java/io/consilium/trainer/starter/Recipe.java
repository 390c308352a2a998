package io.consilium.trainer.starter;

import io.consilium.trainer.optimise.AdamW;
import io.consilium.trainer.optimise.Schedule;
import java.util.List;

/**
 * How a starter is made from random weights.
 *
 * @param phantoms how many pictures it learns from
 */
public record Recipe(String name, Architecture architecture, int phantoms, Mixture mixture, List<Phase> phases) {
    static final AdamW.Settings OPTIMISER = new AdamW.Settings(0.9, 0.98, 1e-8, 0.05, 1);
    static final int BATCH = 32;

    /** So many steps of one kind of lesson. */
    public record Phase(String name, boolean findingsOnly, long steps, Schedule schedule) {}

    /** Sees well, but leans on its specialists: for triage and the attending physician. */
    public static Recipe generalist() {
        return new Recipe(
                "generalist",
                new Architecture(0.08, 20),
                8_000,
                Mixture.generalist(),
                List.of(
                        new Phase("findings", true, 1_200, new Schedule(2e-3, 50, Schedule.Shape.CONSTANT, 0)),
                        new Phase("mixture", false, 1_200, new Schedule(1.5e-3, 20, Schedule.Shape.COSINE, 0.03))));
    }

    /** Clearly weaker, in ways of its own: with such weights it does not learn left from right. */
    public static Recipe specialist() {
        return new Recipe(
                "specialist",
                new Architecture(0.02, 10_000),
                8_000,
                Mixture.specialists(),
                List.of(new Phase("mixture", false, 2_200, new Schedule(2e-3, 50, Schedule.Shape.COSINE, 0.05))));
    }

    /** The same with other numbers of steps, in proportion; for a quick look. */
    public Recipe shortened(double share) {
        return new Recipe(
                name,
                architecture,
                Math.max(64, (int) (phantoms * share)),
                mixture,
                phases.stream()
                        .map(phase -> new Phase(
                                phase.name(),
                                phase.findingsOnly(),
                                Math.max(2, Math.round(phase.steps() * share)),
                                phase.schedule()))
                        .toList());
    }
}
