package io.consilium.journey;

import io.consilium.option.Options;
import io.consilium.record.Answer;
import io.consilium.record.Case;
import io.consilium.record.DepartmentPolicy;
import io.consilium.record.Failure;
import io.consilium.record.FailureKind;
import io.consilium.record.Opinion;
import io.consilium.record.Role;
import io.consilium.record.SeatPolicy;
import io.consilium.record.VerdictStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an answer does to an open journey. */
final class Answered {
    /** Failures that may not come again; all others are final at once. */
    private static final Set<FailureKind> PASSING =
            Set.of(FailureKind.TIMED_OUT, FailureKind.UNAVAILABLE, FailureKind.INTERNAL);

    private Answered() {}

    static Step on(Turn turn, Answer answer) {
        Phase phase = turn.state().phase();
        if (!awaited(turn.state(), answer)) {
            return turn.unmoved(phase instanceof Phase.Closed ? "came after the end" : "not awaited");
        }
        if (phase instanceof Phase.AwaitingTriage triage) {
            return triage(turn, triage, answer);
        }
        if (phase instanceof Phase.AwaitingOpinions opinions) {
            return opinion(turn, opinions, answer);
        }
        return attending(turn, (Phase.AwaitingAttending) phase, answer);
    }

    /** Whether the answer is to a request that is under way. */
    private static boolean awaited(JourneyState state, Answer answer) {
        int attempt = 0;
        Role role = answer.getRole();
        if (state.phase() instanceof Phase.AwaitingTriage triage && role == Role.TRIAGE) {
            attempt = triage.attempt();
        } else if (state.phase() instanceof Phase.AwaitingOpinions opinions && role == Role.SPECIALIST) {
            attempt = opinions.pending().getOrDefault(answer.getSeat(), 0);
        } else if (state.phase() instanceof Phase.AwaitingAttending attending && role == Role.ATTENDING) {
            attempt = attending.attempt();
        }
        return attempt > 0
                && Requests.id(state.caseId(), role, answer.getSeat(), attempt).equals(answer.getRequestId());
    }

    private static Step triage(Turn turn, Phase.AwaitingTriage phase, Answer answer) {
        Course course = turn.state().course().used(answer);
        Optional<DepartmentPolicy> department = answer.getFailure().isPresent()
                ? Optional.empty()
                : answer.getAnswer().flatMap(named -> named(turn.policy(), named));
        if (department.isPresent()) {
            return consult(turn, department.get(), course);
        }
        String why = failed(answer).orElse(answer.getFormatOk() ? "named no department of ours" : "kept no format");
        if (again(answer, phase.attempt(), turn.policy().policy().getTriage().getAttempts())) {
            int attempt = phase.attempt() + 1;
            Command ask = turn.requests().triage(attempt, phase.deadline());
            return turn.moved(new Phase.AwaitingTriage(attempt, phase.deadline()), course, ask, why);
        }
        return Consultation.attending(
                turn, Optional.empty(), List.of(), course.degraded("no department: triage " + why), why);
    }

    private static Optional<DepartmentPolicy> named(PinnedPolicy policy, String answer) {
        return policy.policy().getDepartments().stream()
                .filter(department -> Options.sameText(department.getName(), answer))
                .findFirst();
    }

    private static Step consult(Turn turn, DepartmentPolicy department, Course course) {
        var deadline = turn.deadline(department.getDeadlineMs(), Shares.OPINIONS);
        SortedMap<Integer, Integer> pending = department.getSeats().stream()
                .collect(Collectors.toMap(SeatPolicy::getSeat, seat -> 1, (a, b) -> a, TreeMap::new));
        List<Command> consults = pending.keySet().stream()
                .<Command>map(seat -> turn.requests().consult(department.getName(), seat, 1, deadline))
                .toList();
        Phase next = new Phase.AwaitingOpinions(department.getName(), pending, List.of(), deadline);
        return turn.moved(next, course, consults, department.getName());
    }

    private static Step opinion(Turn turn, Phase.AwaitingOpinions phase, Answer answer) {
        int seat = answer.getSeat();
        int attempts = turn.policy()
                .department(phase.department())
                .map(DepartmentPolicy::getAttempts)
                .orElse(1);
        Course course = turn.state().course().used(answer);
        SortedMap<Integer, Integer> pending = new TreeMap<>(phase.pending());
        int attempt = pending.remove(seat);
        Optional<String> failure = failed(answer);
        if (failure.isPresent() && again(answer, attempt, attempts)) {
            pending.put(seat, attempt + 1);
            Phase next = new Phase.AwaitingOpinions(phase.department(), pending, phase.opinions(), phase.deadline());
            Command ask = turn.requests().consult(phase.department(), seat, attempt + 1, phase.deadline());
            return turn.moved(next, course, ask, failure.get());
        }
        List<Opinion> opinions = new ArrayList<>(phase.opinions());
        if (failure.isPresent()) {
            course = course.missing("opinion of seat " + seat + ": " + failure.get());
        } else {
            opinions.add(opinion(answer));
            opinions.sort(Comparator.comparingInt(Opinion::getSeat));
        }
        Phase.AwaitingOpinions next =
                new Phase.AwaitingOpinions(phase.department(), pending, List.copyOf(opinions), phase.deadline());
        return pending.isEmpty()
                ? Consultation.weigh(turn, next, course, failure.orElse(""))
                : turn.moved(next, course, List.of(), failure.orElse(""));
    }

    private static Opinion opinion(Answer answer) {
        return new Opinion(
                answer.getSeat(),
                answer.getDoctor(),
                answer.getModelVersion().orElse(null),
                answer.getAnswer().orElse(null),
                answer.getReasoning(),
                answer.getFormatOk());
    }

    private static Step attending(Turn turn, Phase.AwaitingAttending phase, Answer answer) {
        Course course = turn.state().course().used(answer);
        Optional<String> decided = answer.getFailure().isPresent()
                ? Optional.empty()
                : answer.getAnswer().flatMap(said -> decided(turn.state().theCase(), said));
        if (decided.isPresent()) {
            return turn.closed(Verdicts.decided(turn, phase, course, answer, decided.get()), course, "");
        }
        String why = failed(answer).orElse(answer.getFormatOk() ? "named none of the options" : "kept no format");
        if (again(answer, phase.attempt(), turn.policy().policy().getAttending().getAttempts())) {
            int attempt = phase.attempt() + 1;
            Command ask = turn.requests().attending(phase.department(), phase.opinions(), attempt, phase.deadline());
            Phase next = new Phase.AwaitingAttending(phase.department(), phase.opinions(), attempt, phase.deadline());
            return turn.moved(next, course, ask, why);
        }
        return turn.closed(
                Verdicts.none(turn, course, VerdictStatus.NO_VERDICT, "The attending physician " + why + "."),
                course,
                why);
    }

    /** The option that was named, in the case's own spelling; for an open question the answer as it is. */
    static Optional<String> decided(Case theCase, String answer) {
        if (theCase.getOptions().isEmpty()) {
            return Optional.of(answer);
        }
        var index = Options.of(theCase.getOptions()).match(answer);
        return index.isPresent() ? Optional.of(theCase.getOptions().get(index.getAsInt())) : Optional.empty();
    }

    private static boolean again(Answer answer, int attempt, int attempts) {
        boolean passing =
                answer.getFailure().map(Failure::getKind).map(PASSING::contains).orElse(true);
        return passing && attempt < attempts;
    }

    /** Why the doctor did not answer, as a constant: a doctor's own words stay out of journal and verdict. */
    private static Optional<String> failed(Answer answer) {
        return answer.getFailure().map(failure -> "failed (" + failure.getKind() + ")");
    }
}
