package io.consilium.journey;

import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Outcome;
import java.time.Instant;

/** What can happen to a journey. */
public sealed interface Event {
    /** A checked case, its pictures stored. */
    record CaseArrived(Case theCase) implements Event {}

    /** The source withdraws the case, or intake does because another case supersedes it. */
    record CancelArrived(Cancel cancel) implements Event {}

    /** A doctor answered, or said that it cannot. */
    record AnswerArrived(Answer answer) implements Event {}

    /** A clinician confirmed what was right. */
    record OutcomeArrived(Outcome outcome) implements Event {}

    /** The time that an open phase had is over. */
    record DeadlinePassed(Instant deadline) implements Event {}
}
