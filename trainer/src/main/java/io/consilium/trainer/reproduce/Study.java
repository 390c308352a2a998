package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.config.EffectiveConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * What is compared with what, and by which rules.
 *
 * @param seeds each draws its own training cases and trains with its own randomness
 * @param votes replies to a case in test-time scaling
 * @param department to which all cases go in arms without triage
 * @param triage how the triage doctor is trained before everything else
 * @param configuration all of it as it was read
 */
record Study(
        int seeds,
        Cases cases,
        int votes,
        String department,
        Arm triage,
        List<Arm> arms,
        EffectiveConfiguration configuration) {
    /** Raised when the same study would mean something else than before: nothing is taken over from older ones. */
    static final int EDITION = 1;

    static final String FROZEN = "frozen";
    static final String SFT = "sft";
    static final String CURRICULUM = "c-marl";

    Study {
        arms = List.copyOf(arms);
    }

    Study of(EffectiveConfiguration read) {
        return new Study(seeds, cases, votes, department, triage, arms, read);
    }

    /**
     * How many cases, and with which seeds they are drawn.
     *
     * @param training cases of each in-domain set for each seed of the study, validation included
     * @param validation share of their subjects that is for choosing settings only
     * @param test cases of each of the five sets
     */
    record Cases(int training, long trainingSeed, double validation, int test, long testSeed) {}

    /** Whom the attending physician of an arm hears. */
    enum Hearing {
        /** The specialists of the department that triage names. */
        TRIAGE,
        /** Always those of one department. */
        FIXED,
        /** Nobody. */
        NOBODY
    }

    /**
     * A way to come to an attending physician.
     *
     * @param settings each is tried with the first seed; the best on its validation cases is used with all
     * @param chooser whose choice among settings of the same number it takes over: its own name where it chooses itself
     * @param votes whether test-time scaling is measured too
     */
    record Arm(String name, String title, Hearing hearing, List<Setting> settings, String chooser, boolean votes) {
        Arm {
            settings = List.copyOf(settings);
        }

        boolean choosesItself() {
            return chooser.equals(name);
        }

        /** An arm without settings is not trained: it is what the starters are. */
        boolean trained() {
            return !settings.isEmpty();
        }
    }

    /**
     * What may be chosen.
     *
     * @param words what sets it apart from the arm's other settings
     * @param plan keys of a training run
     */
    record Setting(String words, Optional<Thought> thought, ObjectNode plan) {
        @Override
        public ObjectNode plan() {
            return plan.deepCopy();
        }
    }
}
