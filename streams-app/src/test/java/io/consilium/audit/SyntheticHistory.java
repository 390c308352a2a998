package io.consilium.audit;

import io.consilium.journey.Command;
import io.consilium.journey.Event;
import io.consilium.journey.Journey;
import io.consilium.journey.JourneyState;
import io.consilium.journey.Replies;
import io.consilium.journey.Step;
import io.consilium.journey.SyntheticCases;
import io.consilium.problem.PoisonException;
import io.consilium.record.Answer;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import io.consilium.record.Outcome;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.record.Sample;
import io.consilium.record.SampleSplit;
import io.consilium.record.Verdict;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.Lane;
import io.consilium.topic.RawRecord;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** All that a service writes about some made-up cases, computed by the journey itself. */
final class SyntheticHistory {
    private final List<Found> records = new ArrayList<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Deque<Request> open = new ArrayDeque<>();
    private Optional<JourneyState> state = Optional.empty();

    List<Found> records() {
        return records;
    }

    /** A case that gets its verdict; the first opinion comes twice. */
    SyntheticHistory decided(String caseId) {
        opened(caseId);
        boolean repeated = false;
        while (!open.isEmpty()) {
            Request request = open.removeFirst();
            Answer answer = SyntheticCases.says(request, request.getRole() == Role.TRIAGE ? "Radiologist" : "yes");
            answered(answer);
            if (request.getRole() == Role.SPECIALIST && !repeated) {
                repeated = true;
                answered(answer);
            }
        }
        state = Optional.empty();
        return this;
    }

    /** A case that nobody has answered yet. */
    SyntheticHistory opened(String caseId) {
        Case theCase = SyntheticCases.caseOf(caseId).build();
        write(Topics.CASES, theCase);
        happens(caseId, new Event.CaseArrived(theCase), write(Topics.CASES_ACCEPTED, theCase));
        return this;
    }

    SyntheticHistory refused(String caseId) {
        Case theCase = SyntheticCases.caseOf(caseId).setQuestion("").build();
        PoisonException poison = new PoisonException("NO_QUESTION", "The case has no question.");
        letter(write(Topics.CASES, theCase), bytes(theCase), poison);
        write(
                Topics.replies("demo"),
                Replies.rejected(caseId, theCase.getSource(), poison.code(), "", SyntheticCases.T0));
        return this;
    }

    SyntheticHistory unreadable() {
        byte[] bytes = {1, 2, 3};
        Coordinates at = next(Topics.CASES);
        records.add(new Found(at, bytes, Optional.empty()));
        letter(at, bytes, new PoisonException("UNKNOWN_SCHEMA", "not a record"));
        return this;
    }

    SyntheticHistory confirmed(String caseId) {
        Outcome outcome = SyntheticCases.outcome(caseId);
        write(Topics.OUTCOMES, outcome);
        write(Topics.SAMPLES, sample(caseId, outcome));
        return this;
    }

    private void answered(Answer answer) {
        String topic =
                switch (answer.getRole()) {
                    case TRIAGE -> Topics.TRIAGE_ANSWERS;
                    case SPECIALIST -> Topics.OPINIONS;
                    case ATTENDING -> Topics.ATTENDING_ANSWERS;
                };
        happens(answer.getCaseId(), new Event.AnswerArrived(answer), write(topic, answer));
    }

    private void happens(String caseId, Event event, Coordinates at) {
        Step step = Journey.on(state, event, SyntheticCases.T0, SyntheticCases.POLICY);
        state = step.state();
        step.commands().forEach(this::carryOut);
        write(
                Topics.JOURNAL,
                JournalEntry.newBuilder()
                        .setCaseId(caseId)
                        .setSequence(state.map(JourneyState::sequence).orElse(0))
                        .setAt(SyntheticCases.T0)
                        .setInput(at)
                        .setEvent(step.note().event())
                        .setFrom(step.note().from())
                        .setTo(step.note().to())
                        .setCommands(
                                step.commands().stream().map(Command::words).toList())
                        .setStepHash(step.hash())
                        .setPolicyHash(SyntheticCases.POLICY.hash())
                        .build());
    }

    private void carryOut(Command command) {
        if (command instanceof Command.Ask ask) {
            Request request = ask.request();
            open.addLast(request);
            write(
                    switch (request.getRole()) {
                        case TRIAGE -> Topics.triageRequests(Lane.ROUTINE);
                        case SPECIALIST ->
                            Topics.consults(request.getDepartment().orElseThrow(), "", Lane.ROUTINE);
                        case ATTENDING -> Topics.attendingRequests(Lane.ROUTINE);
                    },
                    request);
        } else if (command instanceof Command.Tell tell) {
            write(Topics.replies(tell.reply().getSource().getSystem()), tell.reply());
        } else if (command instanceof Command.Conclude conclude) {
            write(Topics.VERDICTS, conclude.verdict());
        }
    }

    private Sample sample(String caseId, Outcome outcome) {
        Verdict verdict = records.stream()
                .flatMap(found -> found.record().stream())
                .filter(record ->
                        record instanceof Verdict one && one.getCaseId().equals(caseId))
                .map(Verdict.class::cast)
                .findFirst()
                .orElseThrow();
        return Sample.newBuilder()
                .setCaseId(caseId)
                .setRevision(1)
                .setSubject(verdict.getSubject())
                .setSplit(SampleSplit.TRAINING)
                .setQuestion("Is there a nodule?")
                .setStatus(verdict.getStatus())
                .setConfirmed(outcome.getAnswer())
                .setOutcome(outcome)
                .setPolicyHash(verdict.getPolicyHash())
                .setOpenedAt(verdict.getOpenedAt())
                .setClosedAt(verdict.getClosedAt())
                .setSampledAt(SyntheticCases.T0)
                .build();
    }

    private void letter(Coordinates at, byte[] value, PoisonException poison) {
        write(
                Topics.DEAD_LETTERS,
                DeadLetters.of(
                                Application.INTAKE,
                                new RawRecord(at, new byte[0], value, List.of()),
                                poison,
                                SyntheticCases.T0)
                        .build());
    }

    private Coordinates write(String topic, SpecificRecord record) {
        Coordinates at = next(topic);
        records.add(new Found(at, bytes(record), Optional.of(record)));
        return at;
    }

    private Coordinates next(String topic) {
        return new Coordinates(topic, 0, ends.merge(topic, 1L, Long::sum) - 1);
    }

    private static byte[] bytes(SpecificRecord record) {
        return record.toString().getBytes(StandardCharsets.UTF_8);
    }
}
