package io.consilium.trainer.starter;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Section;
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
                40_000,
                Mixture.generalist(),
                List.of(
                        new Phase("findings", true, 2_400, new Schedule(2e-3, 50, Schedule.Shape.CONSTANT, 0)),
                        new Phase("mixture", false, 1_400, new Schedule(1.5e-3, 20, Schedule.Shape.COSINE, 0.03))));
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

    /** @throws ConfigurationException when there is none of that name */
    public static Recipe named(String name) {
        return switch (name) {
            case "generalist" -> generalist();
            case "specialist" -> specialist();
            default ->
                throw new ConfigurationException(
                        "There is no such starter", List.of(name + ": it is generalist or specialist"));
        };
    }

    /** The same with another number of steps, for a quick look. */
    public Recipe scaled(double share) {
        return new Recipe(
                name,
                architecture,
                phantoms,
                mixture,
                phases.stream()
                        .map(phase -> new Phase(
                                phase.name(),
                                phase.findingsOnly(),
                                Math.max(2, Math.round(phase.steps() * share)),
                                phase.schedule()))
                        .toList());
    }

    /** Writes itself into a run's configuration, for the record. */
    public Recipe describe(Section section) {
        section.number("deviation", architecture.deviation(), 0, 1);
        section.number("rope_theta", architecture.ropeTheta(), 1, 1e9);
        section.count("phantoms", phantoms, 1);
        section.count("batch_size", BATCH, 1);
        section.number("weight_decay", OPTIMISER.decay(), 0, 1);
        Section shares = section.section("shares");
        shares.number("triage", mixture.triage(), 0, 1);
        shares.number("specialist", mixture.specialist(), 0, 1);
        shares.number("attending", mixture.attending(), 0, 1);
        shares.number("reliability", mixture.reliability(), 0, 1);
        shares.number("consensus", mixture.consensus(), 0, 1);
        shares.number("look", mixture.look(), 0, 1);
        for (Phase phase : phases) {
            Section part = section.section(phase.name());
            part.count("steps", phase.steps(), 1);
            part.number("learning_rate", phase.schedule().peak(), 0, 1);
            part.count("warmup_steps", phase.schedule().warmUp(), 0);
            part.choice("lr_scheduler_type", phase.schedule().shape());
        }
        return this;
    }
}
