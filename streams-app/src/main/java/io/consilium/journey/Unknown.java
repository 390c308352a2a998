package io.consilium.journey;

import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.StepPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens when an event names a case that is not known: a case opens its journey, all else moves nothing. */
final class Unknown {
    private Unknown() {}

    static Step on(Event event, Instant now, PinnedPolicy policy) {
        if (event instanceof Event.CaseArrived arrived) {
            return open(arrived.theCase(), now, policy);
        }
        List<Command> commands = event instanceof Event.CancelArrived cancelled
                        && cancelled.cancel().getSupersededBy().isEmpty()
                ? List.of(unknownCase(cancelled.cancel(), now))
                : List.of();
        return new Step(
                Optional.empty(),
                commands,
                new Step.Note(EventNames.of(event), "", "", "the case is not known", false));
    }

    private static Step open(Case theCase, Instant now, PinnedPolicy policy) {
        JourneyState before = new JourneyState(
                theCase, policy.hash(), now, 0, Instant.MAX, Course.START, new Phase.AwaitingTriage(1, now), List.of());
        Turn turn = new Turn(before, "case arrived", now, policy);
        StepPolicy triage = policy.policy().getTriage();
        Instant deadline = turn.deadline(triage.getDeadlineMs(), Shares.TRIAGE);
        List<Command> commands = new ArrayList<>();
        commands.add(turn.accepted());
        theCase.getSupersedes().ifPresent(old -> commands.add(supersede(old, theCase, now)));
        commands.add(turn.requests().triage(1, deadline));
        Step step = turn.moved(new Phase.AwaitingTriage(1, deadline), Course.START, commands, "");
        return new Step(
                step.state(),
                step.commands(),
                new Step.Note("case arrived", "", step.note().to(), "", true));
    }

    /** The old case closes only when the one that supersedes it has opened. */
    private static Command supersede(String old, Case by, Instant now) {
        return new Command.Supersede(Cancel.newBuilder()
                .setCaseId(old)
                .setSource(by.getSource())
                .setCancelledAt(now)
                .setSupersededBy(by.getCaseId())
                .build());
    }

    private static Command unknownCase(Cancel cancel, Instant now) {
        return new Command.Tell(Replies.rejected(
                cancel.getCaseId(),
                cancel.getSource(),
                "UNKNOWN_CASE",
                "No case " + cancel.getCaseId() + " is open or has closed in the last days; check the id.",
                now));
    }
}
