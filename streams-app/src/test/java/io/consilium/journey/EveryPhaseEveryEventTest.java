package io.consilium.journey;

import static io.consilium.journey.SyntheticCases.T0;
import static io.consilium.journey.SyntheticCases.cancel;
import static io.consilium.journey.SyntheticCases.caseOf;
import static io.consilium.journey.SyntheticCases.outcome;
import static io.consilium.journey.SyntheticCases.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Request;
import io.consilium.record.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table of the state machine: in every phase, where does every event lead? */
class EveryPhaseEveryEventTest {
    private static final String STAYS = "";

    /** Columns: no case, AWAITING_TRIAGE, AWAITING_OPINIONS, AWAITING_ATTENDING, CLOSED. */
    private static final Map<String, String[]> TABLE = new LinkedHashMap<>(Map.of(
            "case", new String[] {"AWAITING_TRIAGE", STAYS, STAYS, STAYS, STAYS},
            "other case", new String[] {"AWAITING_TRIAGE", STAYS, STAYS, STAYS, STAYS},
            "cancel", new String[] {STAYS, "CLOSED", "CLOSED", "CLOSED", STAYS},
            "foreign cancel", new String[] {STAYS, STAYS, STAYS, STAYS, STAYS},
            "triage answer", new String[] {STAYS, "AWAITING_OPINIONS", STAYS, STAYS, STAYS},
            "last opinion", new String[] {STAYS, STAYS, "AWAITING_ATTENDING", STAYS, STAYS},
            "attending answer", new String[] {STAYS, STAYS, STAYS, "CLOSED", STAYS},
            "outcome", new String[] {STAYS, STAYS, STAYS, STAYS, STAYS},
            "deadline", new String[] {STAYS, "AWAITING_ATTENDING", "AWAITING_ATTENDING", "CLOSED", STAYS}));

    static Stream<Arguments> cells() {
        return TABLE.entrySet().stream().flatMap(row -> Stream.of(0, 1, 2, 3, 4)
                .map(column -> Arguments.of(row.getKey(), column, row.getValue()[column])));
    }

    @ParameterizedTest(name = "{0} in phase {1} leads to ''{2}''")
    @MethodSource("cells")
    void shouldLeadWhereTheTableSays(String event, int phase, String to) {
        Walk walk = inPhase(phase);
        String before = phase == 0 ? "" : walk.phase().name();
        if (event.equals("deadline") && phase > 0 && phase < 4) {
            walk.overdue();
        } else {
            walk.on(event(event));
        }
        assertThat(walk.step().note().to()).isEqualTo(to.isEmpty() ? before : to);
        assertThat(walk.step().note().changed()).isEqualTo(!to.isEmpty());
    }

    /** The journey in a phase, with one opinion outstanding where opinions are awaited. */
    private static Walk inPhase(int phase) {
        Walk walk = phase == 0 ? new Walk() : Walk.opened();
        if (phase >= 2) {
            walk.triaged();
            walk.on(says(walk.consult(1), "yes")).on(says(walk.consult(2), "yes"));
        }
        if (phase >= 3) {
            walk.on(says(walk.consult(3), "yes"));
        }
        if (phase >= 4) {
            walk.on(says(walk.last(Role.ATTENDING), "yes"));
        }
        return walk;
    }

    private static Event event(String name) {
        return switch (name) {
            case "case" -> new Event.CaseArrived(caseOf("c1").build());
            case "other case" ->
                new Event.CaseArrived(caseOf("c1").setContentHash("other").build());
            case "cancel" -> new Event.CancelArrived(cancel("c1", "demo"));
            case "foreign cancel" -> new Event.CancelArrived(cancel("c1", "stranger"));
            case "triage answer" -> new Event.AnswerArrived(says(inPhase(1).last(Role.TRIAGE), "Radiologist"));
            case "last opinion" -> new Event.AnswerArrived(says(inPhase(2).consult(3), "yes"));
            case "attending answer" -> new Event.AnswerArrived(says(attending(), "yes"));
            case "outcome" -> new Event.OutcomeArrived(outcome("c1"));
            default -> new Event.DeadlinePassed(T0.plusSeconds(60));
        };
    }

    private static Request attending() {
        return inPhase(3).last(Role.ATTENDING);
    }
}
