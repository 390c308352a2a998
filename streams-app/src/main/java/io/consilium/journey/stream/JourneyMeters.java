package io.consilium.journey.stream;

import io.consilium.journey.Command;
import io.consilium.journey.Event;
import io.consilium.journey.Journey;
import io.consilium.journey.JourneyState;
import io.consilium.journey.Phase;
import io.consilium.journey.Step;
import io.consilium.monitor.Metric;
import io.consilium.problem.PoisonException;
import io.consilium.record.JourneyPhase;
import io.consilium.record.Reply;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import io.consilium.topic.Application;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what the steps of journeys were; {@link Journey} itself knows nothing of it. Safe for threads. */
final class JourneyMeters {
    private static final List<JourneyPhase> OPEN =
            List.of(JourneyPhase.AWAITING_TRIAGE, JourneyPhase.AWAITING_OPINIONS, JourneyPhase.AWAITING_ATTENDING);

    private final MeterRegistry meters;
    private final Set<OpenCases> tasks = ConcurrentHashMap.newKeySet();

    JourneyMeters(MeterRegistry meters) {
        this.meters = meters;
        for (JourneyPhase phase : OPEN) {
            Gauge.builder(Metric.CASES_OPEN.id(), tasks, all -> sum(all, phase))
                    .description(Metric.CASES_OPEN.about())
                    .tags(Metric.CASES_OPEN.tags(Metric.label(phase)))
                    .register(meters);
            Metric.DEADLINES_HIT.count(meters, 0, Metric.label(phase));
        }
        for (VerdictStatus status : VerdictStatus.values()) {
            Metric.CASES_OUT.count(meters, 0, Metric.label(status));
        }
    }

    /** Adds a task's cases to those that are shown. */
    void show(OpenCases task) {
        tasks.add(task);
    }

    void hide(OpenCases task) {
        tasks.remove(task);
    }

    void took(Optional<JourneyState> before, Event event, Step step) {
        if (!step.note().changed()) {
            unmoved(event);
        }
        step.commands().forEach(this::commanded);
        step.state().filter(state -> step.note().changed()).ifPresent(after -> moved(before, event, after));
    }

    void unmoved(Event event) {
        Metric.EVENTS_UNMOVED.count(meters, kind(event));
    }

    void deadLetter(PoisonException poison) {
        Metric.DEAD_LETTERS.count(meters, Application.JOURNEY.id(), poison.code());
    }

    /** What happened, without the department and seat that a worker's answer names. */
    static String kind(Event event) {
        if (event instanceof Event.AnswerArrived arrived) {
            String what = arrived.answer().getFailure().isPresent() ? "failed" : "answered";
            return Metric.label(arrived.answer().getRole()) + "_" + what;
        }
        if (event instanceof Event.CancelArrived cancelled) {
            return cancelled.cancel().getSupersededBy().isPresent() ? "case_superseded" : "case_cancelled";
        }
        if (event instanceof Event.CaseArrived) {
            return "case_arrived";
        }
        return event instanceof Event.OutcomeArrived ? "outcome_confirmed" : "deadline_passed";
    }

    private void commanded(Command command) {
        if (command instanceof Command.Tell tell) {
            Reply reply = tell.reply();
            Metric.REPLIES.count(
                    meters, Metric.label(reply.getKind()), reply.getCode().orElse("none"));
        } else if (command instanceof Command.Conclude conclude) {
            Verdict verdict = conclude.verdict();
            String status = Metric.label(verdict.getStatus());
            Metric.CASES_OUT.count(meters, status);
            Metric.CASE_DURATION.time(meters, Duration.between(verdict.getOpenedAt(), verdict.getClosedAt()), status);
        }
    }

    private void moved(Optional<JourneyState> before, Event event, JourneyState after) {
        if (before.isEmpty()) {
            Metric.CASES_OPENED.count(meters, Metric.label(after.theCase().getPriority()));
            return;
        }
        Phase from = before.get().phase();
        if (event instanceof Event.DeadlinePassed) {
            Metric.DEADLINES_HIT.count(meters, from.name().toLowerCase(Locale.ROOT));
        }
        if (from instanceof Phase.AwaitingOpinions opinions && after.phase() instanceof Phase.AwaitingAttending) {
            // On the way to the attending physician only a missed quorum degrades a case.
            boolean missed = after.course().degraded().size()
                    > before.get().course().degraded().size();
            Metric.CONSULTATIONS.count(meters, opinions.department(), missed ? "missed" : "reached");
        }
    }

    private static double sum(Set<OpenCases> tasks, JourneyPhase phase) {
        return tasks.stream().mapToInt(task -> task.in(phase)).sum();
    }
}
