package io.consilium.journey;

import io.consilium.record.Case;
import io.consilium.record.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is known of one journey.
 *
 * @param sequence number of the last journal entry
 * @param wakeAt when the deadline store next looks at the journey
 */
public record JourneyState(
        Case theCase,
        String policyHash,
        Instant openedAt,
        int sequence,
        Instant wakeAt,
        Course course,
        Phase phase,
        List<Moment> timeline) {

    public String caseId() {
        return theCase.getCaseId();
    }

    public JourneyState wakingAt(Instant time) {
        return new JourneyState(theCase, policyHash, openedAt, sequence, time, course, phase, timeline);
    }

    public JourneyState with(Moment moment) {
        List<Moment> longer = new ArrayList<>(timeline);
        longer.add(moment);
        return new JourneyState(theCase, policyHash, openedAt, sequence, wakeAt, course, phase, List.copyOf(longer));
    }
}
