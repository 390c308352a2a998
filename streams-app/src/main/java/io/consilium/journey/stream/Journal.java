package io.consilium.journey.stream;

import io.consilium.journey.Command;
import io.consilium.journey.Event;
import io.consilium.journey.Step;
import io.consilium.record.Answer;
import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import io.consilium.record.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes what a step was: for the journal with all that a replay needs, for the timeline in short. */
final class Journal {
    private Journal() {}

    /** @param input empty when a deadline caused the step */
    static JournalEntry.Builder entry(
            String caseId,
            int sequence,
            Instant now,
            Optional<Coordinates> input,
            Event event,
            Step step,
            String policy) {
        Optional<Answer> answer = answer(event);
        return JournalEntry.newBuilder()
                .setCaseId(caseId)
                .setSequence(sequence)
                .setAt(now)
                .setInput(input.orElse(null))
                .setDeadline(event instanceof Event.DeadlinePassed passed ? passed.deadline() : null)
                .setEvent(step.note().event())
                .setFrom(step.note().from())
                .setTo(step.note().to())
                .setCommands(step.commands().stream().map(Command::words).toList())
                .setNote(step.note().remark())
                .setDoctor(answer.map(Answer::getDoctor).orElse(null))
                .setModelVersion(answer.flatMap(Answer::getModelVersion).orElse(null))
                .setElapsedMs(answer.map(Journal::elapsedMs).orElse(null))
                .setStepHash(step.hash())
                .setPolicyHash(policy);
    }

    static Moment moment(Instant now, Event event, Step.Note note) {
        Optional<Answer> answer = answer(event);
        return new Moment(
                now,
                note.event(),
                note.to(),
                note.remark(),
                answer.map(Answer::getDoctor).orElse(null),
                answer.flatMap(Answer::getModelVersion).orElse(null),
                answer.map(Journal::elapsedMs).orElse(null));
    }

    private static Optional<Answer> answer(Event event) {
        return event instanceof Event.AnswerArrived arrived ? Optional.of(arrived.answer()) : Optional.empty();
    }

    private static int elapsedMs(Answer answer) {
        return (int)
                Duration.between(answer.getStartedAt(), answer.getFinishedAt()).toMillis();
    }
}
