package io.consilium.journey;

import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leads a case's journey again along its journal: the same inputs must give the same steps. A pure function. */
public final class Replay {
    private Replay() {}

    /**
     * @param journal of one case, in its order
     * @param inputs the event that lies at an input's coordinates
     * @param policies by hash
     * @return what came out otherwise, in words; empty when the journal is proven
     */
    public static List<String> deviations(
            List<JournalEntry> journal, Function<Coordinates, Event> inputs, Function<String, PinnedPolicy> policies) {
        List<String> deviations = new ArrayList<>();
        Optional<JourneyState> state = Optional.empty();
        for (JournalEntry entry : journal) {
            Step step = Journey.on(state, event(entry, inputs), entry.getAt(), policies.apply(entry.getPolicyHash()));
            int sequence = step.state().map(JourneyState::sequence).orElse(0);
            if (!step.hash().equals(entry.getStepHash()) || sequence != entry.getSequence()) {
                deviations.add("case " + entry.getCaseId() + " entry " + entry.getSequence() + " (" + entry.getEvent()
                        + "): the journal says " + entry.getFrom() + " to " + entry.getTo() + " " + entry.getCommands()
                        + ", the replay " + step.note().from() + " to "
                        + step.note().to() + " as entry " + sequence);
            }
            state = step.state();
        }
        return deviations;
    }

    private static Event event(JournalEntry entry, Function<Coordinates, Event> inputs) {
        return entry.getInput()
                .map(inputs)
                .or(() -> entry.getDeadline().map(Event.DeadlinePassed::new))
                .orElseThrow(() -> new IllegalArgumentException("entry " + entry.getSequence() + " of case "
                        + entry.getCaseId() + " names neither an input nor a deadline"));
    }
}
