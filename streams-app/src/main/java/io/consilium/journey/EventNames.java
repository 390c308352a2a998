package io.consilium.journey;

import io.consilium.record.Answer;

/** Events in the words of the journal. */
final class EventNames {
    private EventNames() {}

    static String of(Event event) {
        if (event instanceof Event.CaseArrived) {
            return "case arrived";
        }
        if (event instanceof Event.CancelArrived cancelled) {
            return cancelled.cancel().getSupersededBy().isPresent() ? "case superseded" : "case cancelled";
        }
        if (event instanceof Event.OutcomeArrived) {
            return "outcome confirmed";
        }
        return event instanceof Event.AnswerArrived answered ? of(answered.answer()) : "deadline passed";
    }

    private static String of(Answer answer) {
        String what = answer.getFailure().isPresent() ? " failed" : " answered";
        return switch (answer.getRole()) {
            case TRIAGE -> "triage" + what;
            case SPECIALIST -> answer.getDepartment().orElse("specialist") + " seat " + answer.getSeat() + what;
            case ATTENDING -> "attending" + what;
        };
    }
}
