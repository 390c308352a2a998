package io.consilium.journey.stream;

import io.consilium.application.StateFormat;
import io.consilium.journey.Course;
import io.consilium.journey.JourneyState;
import io.consilium.journey.Phase;
import io.consilium.monitor.Trace;
import io.consilium.problem.FatalException;
import io.consilium.record.JourneyPhase;
import io.consilium.record.JourneyRecord;
import io.consilium.record.PendingSeat;
import io.consilium.record.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of a journey with its trace as the store's record, and back. */
final class JourneyCodec {
    /** What this code writes and the newest that it understands; see the field's documentation. */
    private static final StateFormat FORMAT = new StateFormat(1);

    private JourneyCodec() {}

    /** @param trace which a deadline continues from */
    static JourneyRecord encode(JourneyState state, Trace trace) {
        JourneyRecord.Builder record = JourneyRecord.newBuilder()
                .setCase$(state.theCase())
                .setPolicyHash(state.policyHash())
                .setOpenedAt(state.openedAt())
                .setSequence(state.sequence())
                .setWakeAt(state.wakeAt())
                .setMissing(state.course().missing())
                .setDegraded(state.course().degraded())
                .setModels(state.course().models())
                .setTimeline(state.timeline())
                .setFormat(FORMAT.newest())
                .setTrace(trace.exists() ? trace.parent() : null);
        encode(state.phase(), record);
        return record.build();
    }

    private static void encode(Phase phase, JourneyRecord.Builder record) {
        if (phase instanceof Phase.Open open) {
            record.setDeadline(open.deadline());
        }
        if (phase instanceof Phase.AwaitingTriage triage) {
            record.setPhase(JourneyPhase.AWAITING_TRIAGE).setAttempt(triage.attempt());
        } else if (phase instanceof Phase.AwaitingOpinions consulting) {
            record.setPhase(JourneyPhase.AWAITING_OPINIONS)
                    .setDepartment(consulting.department())
                    .setPending(consulting.pending().entrySet().stream()
                            .map(seat -> new PendingSeat(seat.getKey(), seat.getValue()))
                            .toList())
                    .setOpinions(consulting.opinions());
        } else if (phase instanceof Phase.AwaitingAttending attending) {
            record.setPhase(JourneyPhase.AWAITING_ATTENDING)
                    .setDepartment(attending.department().orElse(null))
                    .setOpinions(attending.opinions())
                    .setAttempt(attending.attempt());
        } else if (phase instanceof Phase.Closed closed) {
            record.setPhase(JourneyPhase.CLOSED).setVerdict(closed.verdict());
        }
    }

    /** @throws FatalException when a newer instance wrote it, as may be during an upgrade */
    static JourneyState decode(JourneyRecord record) {
        FORMAT.requireKnown(record.getCase$().getCaseId(), record.getFormat());
        return new JourneyState(
                record.getCase$(),
                record.getPolicyHash(),
                record.getOpenedAt(),
                record.getSequence(),
                record.getWakeAt(),
                new Course(record.getMissing(), record.getDegraded(), record.getModels()),
                phase(record),
                record.getTimeline());
    }

    static Trace trace(JourneyRecord record) {
        return record.getTrace().map(Trace::of).orElse(Trace.NONE);
    }

    private static Phase phase(JourneyRecord record) {
        return switch (record.getPhase()) {
            case AWAITING_TRIAGE -> new Phase.AwaitingTriage(record.getAttempt(), deadline(record));
            case AWAITING_OPINIONS ->
                new Phase.AwaitingOpinions(
                        record.getDepartment().orElse(""),
                        pending(record.getPending()),
                        record.getOpinions(),
                        deadline(record));
            case AWAITING_ATTENDING ->
                new Phase.AwaitingAttending(
                        record.getDepartment(), record.getOpinions(), record.getAttempt(), deadline(record));
            case CLOSED -> new Phase.Closed(verdict(record));
        };
    }

    private static SortedMap<Integer, Integer> pending(List<PendingSeat> seats) {
        SortedMap<Integer, Integer> pending = new TreeMap<>();
        seats.forEach(seat -> pending.put(seat.getSeat(), seat.getAttempt()));
        return pending;
    }

    private static Instant deadline(JourneyRecord record) {
        return record.getDeadline().orElseThrow(() -> damaged(record, "an open journey without a deadline"));
    }

    private static Verdict verdict(JourneyRecord record) {
        return record.getVerdict().orElseThrow(() -> damaged(record, "a closed journey without a verdict"));
    }

    private static IllegalStateException damaged(JourneyRecord record, String what) {
        return new IllegalStateException("case " + record.getCase$().getCaseId() + ": the store holds " + what);
    }
}
