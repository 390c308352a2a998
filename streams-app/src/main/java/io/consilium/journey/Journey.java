package io.consilium.journey;

import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.VerdictStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of one case as a pure function: state, event, time and policy in; next state and commands out. The same
 * inputs give the same step.
 *
 * <pre>
 *  case ─▶ AWAITING_TRIAGE ─▶ AWAITING_OPINIONS ─▶ AWAITING_ATTENDING ─▶ CLOSED
 *                 └────────── no department ──────────────▲
 *  a cancel, or a case that supersedes this one, closes it from any phase
 * </pre>
 *
 * <p>Every open phase has a deadline. A late, repeated or unexpected event moves nothing, and nothing moves a closed
 * journey.
 */
public final class Journey {
    private Journey() {}

    /**
     * @param state empty when the case is not known
     * @param policy the one that the journey was opened under; for a case that is not known, the present one
     */
    public static Step on(Optional<JourneyState> state, Event event, Instant now, PinnedPolicy policy) {
        return state.map(known -> onKnown(known, event, now, policy)).orElseGet(() -> Unknown.on(event, now, policy));
    }

    private static Step onKnown(JourneyState state, Event event, Instant now, PinnedPolicy policy) {
        Turn turn = new Turn(state, EventNames.of(event), now, policy);
        if (event instanceof Event.CaseArrived arrived) {
            return again(turn, arrived.theCase());
        }
        if (event instanceof Event.CancelArrived cancelled) {
            return cancel(turn, cancelled.cancel());
        }
        if (event instanceof Event.OutcomeArrived) {
            return turn.unmoved(state.phase() instanceof Phase.Closed ? "" : "confirmed before the journey closed");
        }
        if (event instanceof Event.AnswerArrived answered) {
            return Answered.on(turn, answered.answer());
        }
        return Overdue.on(turn, (Event.DeadlinePassed) event);
    }

    private static Step again(Turn turn, Case again) {
        Case first = turn.state().theCase();
        if (!first.getContentHash().equals(again.getContentHash())) {
            return turn.unmoved(
                    "the case id is in use for another case",
                    turn.rejected(
                            again.getSource(),
                            "CASE_ID_REUSED",
                            "Case " + turn.state().caseId()
                                    + " is already known with other content; to amend it, publish a new case id"
                                    + " that supersedes this one."));
        }
        if (turn.state().phase() instanceof Phase.Closed closed) {
            Command tell = new Command.Tell(Replies.verdict(closed.verdict(), again.getSource(), turn.now()));
            return turn.unmoved("sent again", tell);
        }
        return turn.unmoved("sent again", turn.accepted());
    }

    private static Step cancel(Turn turn, Cancel cancel) {
        JourneyState state = turn.state();
        String owner = state.theCase().getSource().getSystem();
        boolean superseded = cancel.getSupersededBy().isPresent();
        if (superseded && (!owner.equals(cancel.getSource().getSystem()) || state.phase() instanceof Phase.Closed)) {
            return turn.unmoved("superseded too late, or by another source");
        }
        if (!owner.equals(cancel.getSource().getSystem())) {
            return turn.unmoved(
                    "only its source may close a case",
                    turn.rejected(
                            cancel.getSource(),
                            "NOT_YOUR_CASE",
                            "Case " + state.caseId() + " was published by another system; only that one may cancel or"
                                    + " supersede it."));
        }
        if (state.phase() instanceof Phase.Closed) {
            return turn.unmoved(
                    "already closed",
                    turn.rejected(
                            cancel.getSource(),
                            "ALREADY_CLOSED",
                            "Case " + state.caseId() + " has closed; its verdict stands."));
        }
        VerdictStatus status = superseded ? VerdictStatus.SUPERSEDED : VerdictStatus.CANCELLED;
        String reason = cancel.getSupersededBy()
                .map(by -> "Superseded by case " + by + ".")
                .orElse("Cancelled by its source.");
        return turn.closed(Verdicts.none(turn, status, reason), state.course(), "");
    }
}
