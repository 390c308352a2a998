package io.consilium.feedback;

import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.Outcome;
import io.consilium.record.Verdict;

/** Something that feedback learns of a case; the events of one case may come in any order. */
public sealed interface Event {
    record CaseArrived(Case theCase) implements Event {}

    /** Another case amends this one. */
    record Superseded(Cancel cancel) implements Event {}

    record VerdictArrived(Verdict verdict) implements Event {}

    /** @param at where the record lies */
    record OutcomeArrived(Outcome outcome, Coordinates at) implements Event {}
}
