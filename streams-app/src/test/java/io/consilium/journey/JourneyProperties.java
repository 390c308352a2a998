package io.consilium.journey;

import static io.consilium.journey.SyntheticCases.POLICY;
import static io.consilium.journey.SyntheticCases.T0;
import static io.consilium.journey.SyntheticCases.cancel;
import static io.consilium.journey.SyntheticCases.caseOf;
import static io.consilium.journey.SyntheticCases.fails;
import static io.consilium.journey.SyntheticCases.mumbles;
import static io.consilium.journey.SyntheticCases.outcome;
import static io.consilium.journey.SyntheticCases.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.FailureKind;
import io.consilium.record.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens, in whatever order, however often: a case gets exactly one end, keeps it, and the same events give
 * the same steps.
 */
class JourneyProperties {
    private static final int EVENTS = 40;
    private static final int DEADLINES_TO_THE_END = 4;

    /** What happened, and when: enough to run it again. */
    private record Happened(Event event, Instant now) {}

    @Property(tries = 2000)
    void shouldEndEveryCaseExactlyOnce(@ForAll Random random) {
        List<Happened> history = live(random);
        Walk walk = replay(history);

        assertThat(walk.phase()).isInstanceOf(Phase.Closed.class);
        assertThat(walk.concluded()).containsExactly(walk.verdict());
    }

    @Property(tries = 1000)
    void shouldNotMoveAClosedCase(@ForAll Random random) {
        List<Step> steps = replay(live(random)).steps();
        boolean closed = false;
        for (Step step : steps) {
            assertThat(closed && step.note().changed()).isFalse();
            closed |= step.note().to().equals("CLOSED");
        }
        assertThat(closed).isTrue();
    }

    @Property(tries = 500)
    void shouldTakeTheSameStepsForTheSameEvents(@ForAll Random random) {
        List<Happened> history = live(random);

        assertThat(replay(history).steps()).isEqualTo(replay(history).steps());
        assertThat(replay(history).steps().stream().map(Step::hash))
                .containsExactlyElementsOf(
                        replay(history).steps().stream().map(Step::hash).toList());
    }

    @Property(tries = 500)
    void shouldAskNoRequestTwice(@ForAll Random random) {
        assertThat(replay(live(random)).asked())
                .extracting(Request::getRequestId)
                .doesNotHaveDuplicates();
    }

    @Property(tries = 500)
    void shouldCountEveryStepOnce(@ForAll Random random) {
        Walk walk = replay(live(random));

        assertThat(walk.state().sequence()).isEqualTo((int)
                walk.steps().stream().filter(step -> step.note().changed()).count());
    }

    private static Walk replay(List<Happened> history) {
        Walk walk = new Walk();
        history.forEach(happened -> walk.at(happened.now()).on(happened.event()));
        return walk;
    }

    /** A life full of losses, repeats, disorder and failures, in which at last only deadlines come. */
    private static List<Happened> live(Random random) {
        List<Happened> history = new ArrayList<>();
        Walk walk = new Walk();
        Instant now = T0;
        happen(walk, history, new Event.CaseArrived(caseOf("c1").build()), now);
        for (int i = 0; i < EVENTS; i++) {
            now = now.plusMillis(random.nextInt(3000));
            happen(walk, history, next(random, walk, now), now);
        }
        for (int i = 0; i < DEADLINES_TO_THE_END && walk.phase() instanceof Phase.Open open; i++) {
            now = now.isAfter(open.deadline()) ? now : open.deadline();
            happen(walk, history, new Event.DeadlinePassed(open.deadline()), now);
        }
        return history;
    }

    private static void happen(Walk walk, List<Happened> history, Event event, Instant now) {
        walk.at(now).on(event);
        history.add(new Happened(event, now));
    }

    private static Event next(Random random, Walk walk, Instant now) {
        int dice = random.nextInt(100);
        if (dice < 3) {
            return new Event.CancelArrived(cancel("c1", random.nextBoolean() ? "demo" : "stranger"));
        } else if (dice < 8) {
            return new Event.CaseArrived(caseOf("c1")
                    .setContentHash(random.nextBoolean() ? "hash-c1" : "x")
                    .build());
        } else if (dice < 12) {
            return new Event.OutcomeArrived(outcome("c1"));
        } else if (dice < 25) {
            return new Event.DeadlinePassed(
                    walk.phase() instanceof Phase.Open open && random.nextBoolean() ? open.deadline() : now);
        }
        Request request = walk.asked().get(random.nextInt(walk.asked().size()));
        return new Event.AnswerArrived(
                switch (random.nextInt(6)) {
                    case 0 -> mumbles(request);
                    case 1 -> fails(request, FailureKind.values()[random.nextInt(FailureKind.values().length)]);
                    case 2 -> says(request, "nonsense");
                    default -> says(request, sensible(request, random));
                });
    }

    private static String sensible(Request request, Random random) {
        return switch (request.getRole()) {
            case TRIAGE ->
                POLICY.policy().getDepartments().get(random.nextInt(7)).getName();
            default -> random.nextBoolean() ? "yes" : "no";
        };
    }
}
