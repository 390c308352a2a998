package io.consilium.journey;

import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One event meeting one journey: what the phases need to know, and the steps they can answer with. */
record Turn(JourneyState state, String event, Instant now, PinnedPolicy policy) {

    Requests requests() {
        return new Requests(state.theCase(), policy, now);
    }

    /** When a phase ends that may take so long, and may use this share of the time that the source still gives. */
    Instant deadline(long deadlineMs, double share) {
        Instant byPolicy = now.plusMillis(deadlineMs);
        Optional<Instant> bySource = state.theCase().getWantedBy().map(wanted -> {
            long left = Math.max(0, wanted.toEpochMilli() - now.toEpochMilli());
            return now.plusMillis((long) (left * share));
        });
        return bySource.filter(wanted -> wanted.isBefore(byPolicy)).orElse(byPolicy);
    }

    /** The journey moves on. */
    Step moved(Phase phase, Course course, List<Command> commands, String remark) {
        JourneyState next = new JourneyState(
                state.theCase(),
                state.policyHash(),
                state.openedAt(),
                state.sequence() + 1,
                state.wakeAt(),
                course,
                phase,
                state.timeline());
        return new Step(
                Optional.of(next),
                List.copyOf(commands),
                new Step.Note(event, state.phase().name(), phase.name(), remark, true));
    }

    Step moved(Phase phase, Course course, Command command, String remark) {
        return moved(phase, course, List.of(command), remark);
    }

    /** Nothing moves; the journal says why. */
    Step unmoved(String remark, Command... commands) {
        String phase = state.phase().name();
        return new Step(Optional.of(state), List.of(commands), new Step.Note(event, phase, phase, remark, false));
    }

    Step closed(Verdict verdict, Course course, String remark) {
        List<Command> commands = new ArrayList<>();
        commands.add(new Command.Conclude(verdict));
        commands.add(new Command.Tell(Replies.verdict(verdict, state.theCase().getSource(), now)));
        return moved(new Phase.Closed(verdict), course, commands, remark);
    }

    Command rejected(Source to, String code, String reason) {
        return new Command.Tell(Replies.rejected(state.caseId(), to, code, reason, now));
    }

    Command accepted() {
        return new Command.Tell(Reply.newBuilder()
                .setCaseId(state.caseId())
                .setSource(state.theCase().getSource())
                .setKind(ReplyKind.ACCEPTED)
                .setRepliedAt(now)
                .build());
    }
}
