package io.consilium.journey;

import io.consilium.record.Answer;
import io.consilium.record.Case;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.record.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leads one journey event by event and remembers what came of it. */
final class Walk {
    private Optional<JourneyState> state = Optional.empty();
    private Instant now = SyntheticCases.T0;
    private final List<Step> steps = new ArrayList<>();
    private final List<Request> asked = new ArrayList<>();
    private final List<Verdict> concluded = new ArrayList<>();

    static Walk opened() {
        return new Walk().on(new Event.CaseArrived(SyntheticCases.caseOf("c1").build()));
    }

    static Walk opened(Case theCase) {
        return new Walk().on(new Event.CaseArrived(theCase));
    }

    Walk on(Event event) {
        Step step = Journey.on(state, event, now, SyntheticCases.POLICY);
        steps.add(step);
        state = step.state();
        for (Command command : step.commands()) {
            if (command instanceof Command.Ask ask) {
                asked.add(ask.request());
            } else if (command instanceof Command.Conclude conclude) {
                concluded.add(conclude.verdict());
            }
        }
        return this;
    }

    Walk on(Answer answer) {
        return on(new Event.AnswerArrived(answer));
    }

    Walk triaged() {
        return on(SyntheticCases.says(last(Role.TRIAGE), "Radiologist"));
    }

    Walk allSay(String answer) {
        for (Request request : List.copyOf(asked)) {
            if (request.getRole() == Role.SPECIALIST) {
                on(SyntheticCases.says(request, answer));
            }
        }
        return this;
    }

    Walk at(Instant time) {
        now = time;
        return this;
    }

    Walk later(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The deadline of the present phase comes. */
    Walk overdue() {
        Instant deadline = ((Phase.Open) phase()).deadline();
        now = now.isAfter(deadline) ? now : deadline;
        return on(new Event.DeadlinePassed(deadline));
    }

    Request last(Role role) {
        return asked.stream()
                .filter(request -> request.getRole() == role)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    Request consult(int seat) {
        return asked.stream()
                .filter(request -> request.getSeat() == seat)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    Phase phase() {
        return state.orElseThrow().phase();
    }

    JourneyState state() {
        return state.orElseThrow();
    }

    Step step() {
        return steps.get(steps.size() - 1);
    }

    List<Step> steps() {
        return steps;
    }

    List<Request> asked() {
        return asked;
    }

    List<Verdict> concluded() {
        return concluded;
    }

    Verdict verdict() {
        return ((Phase.Closed) phase()).verdict();
    }
}
