package io.consilium.feedback;

import io.consilium.problem.PoisonException;
import io.consilium.record.Outcome;
import java.util.Optional;

/** What an outcome must be before anyone looks for its case. */
public final class OutcomeRules {
    private static final int CHARACTERS = 2_000;

    private OutcomeRules() {}

    /** @throws PoisonException when a rule is broken; the first one is the reason */
    public static void check(Outcome outcome) {
        if (outcome.getAnswer().isBlank()) {
            throw new PoisonException("NO_ANSWER", "The outcome has no answer; confirm what is right.");
        }
        bounded("answer", Optional.of(outcome.getAnswer()));
        bounded("clinician's pseudonym", Optional.of(outcome.getConfirmedBy()));
        bounded("note", outcome.getNote());
        bounded("department", outcome.getDepartment());
    }

    private static void bounded(String what, Optional<String> text) {
        if (text.map(String::length).filter(length -> length > CHARACTERS).isPresent()) {
            throw new PoisonException(
                    "TEXT_TOO_LONG", "The outcome's " + what + " has more than " + CHARACTERS + " characters.");
        }
    }
}
