package io.consilium.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param violations in the order in which they were found; empty when all rules hold
 * @param accepted cases, of which {@code decided} have a verdict, {@code noVerdict} an explicit no-verdict, and {@code
 *     withdrawn} were cancelled or superseded
 * @param refused records of sources and doctors that were answered with a rejection
 * @param repeatedAnswers answers to requests that had one already, each taken once
 */
public record Report(
        List<Violation> violations,
        long records,
        int accepted,
        int decided,
        int noVerdict,
        int withdrawn,
        int refused,
        int deadLetters,
        int samples,
        int repeatedAnswers) {

    public boolean holds() {
        return violations.isEmpty();
    }
}
