package io.consilium.journey.stream;

import io.consilium.alarm.AlarmStore;
import io.consilium.journey.Command;
import io.consilium.journey.Event;
import io.consilium.journey.Journey;
import io.consilium.journey.JourneyState;
import io.consilium.journey.Phase;
import io.consilium.journey.PinnedPolicy;
import io.consilium.journey.Step;
import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.JourneyRecord;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Loads a journey, applies the event, saves it and forwards what it wants. Everything else is {@link Journey}. */
final class JourneyProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
    private final Inputs inputs;
    private final JourneySettings settings;
    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, JourneyRecord> journeys;
    private AlarmStore alarms;
    private PolicyBook policies;
    private Sensor unmoved;

    JourneyProcessor(Inputs inputs, JourneySettings settings) {
        this.inputs = inputs;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.journeys = context.getStateStore(JourneyTopology.JOURNEYS);
        this.alarms = new AlarmStore(context.getStateStore(JourneyTopology.ALARMS));
        this.policies = new PolicyBook(
                settings.departments(),
                context.getStateStore(JourneyTopology.MODELS),
                context.getStateStore(JourneyTopology.POLICIES));
        this.unmoved = context.metrics()
                .addRateTotalSensor(
                        "journey", context.taskId().toString(), "unmoved-events", Sensor.RecordingLevel.INFO);
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Coordinates at = coordinates();
        Inputs.Input input;
        try {
            input = inputs.read(at.getTopic(), record.key(), record.value());
        } catch (PoisonException e) {
            deadLetter(at, record, e);
            return;
        }
        Optional<JourneyState> state = load(input.caseId());
        if (state.isEmpty() && input.event() instanceof Event.OutcomeArrived) {
            // Feedback keeps it until its case comes, and says so when none does.
            unmoved.record();
            return;
        }
        if (state.isEmpty() && !opens(input.event())) {
            deadLetter(at, record, unknownCase(input.caseId()));
            return;
        }
        take(input.caseId(), state, input.event(), Optional.of(at));
    }

    /** Answers to a case that is not known have nobody to be told; they become dead letters. */
    private static boolean opens(Event event) {
        return event instanceof Event.CaseArrived || event instanceof Event.CancelArrived;
    }

    private void tick(long timestamp) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        for (AlarmStore.Alarm alarm : alarms.ring(now)) {
            load(alarm.caseId())
                    .filter(state -> state.wakeAt().equals(alarm.at()))
                    // the alarm that rang is out of the store: nothing is armed now
                    .ifPresent(state -> wake(state.wakingAt(Instant.MAX), now));
        }
    }

    private void wake(JourneyState state, Instant now) {
        if (state.phase() instanceof Phase.Open open) {
            if (open.deadline().isAfter(now)) {
                save(state, open.deadline());
            } else {
                take(state.caseId(), Optional.of(state), new Event.DeadlinePassed(open.deadline()), Optional.empty());
            }
        } else if (forgetAt(state).isAfter(now)) {
            save(state, forgetAt(state));
        } else {
            journeys.delete(state.caseId());
        }
    }

    private Instant forgetAt(JourneyState state) {
        return ((Phase.Closed) state.phase()).verdict().getClosedAt().plus(settings.keepClosed());
    }

    private void take(String caseId, Optional<JourneyState> before, Event event, Optional<Coordinates> input) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        PinnedPolicy policy =
                before.map(state -> policies.of(state.policyHash())).orElseGet(() -> policies.current(caseId));
        Step step = Journey.on(before, event, now, policy);
        if (step.note().changed()) {
            step.state().ifPresent(state -> moved(state, event, now, step));
        } else {
            unmoved.record();
        }
        if (before.isEmpty() && step.state().isPresent() && policies.keep(policy)) {
            forward(policy.hash(), policy.policy(), JourneyTopology.TO_POLICIES);
        }
        step.commands().forEach(command -> carryOut(caseId, command));
        int sequence = step.state().map(JourneyState::sequence).orElse(0);
        forward(
                caseId,
                Journal.entry(caseId, sequence, now, input, event, step, policy.hash()),
                JourneyTopology.TO_JOURNAL);
    }

    /** Saves the journey, and arms an alarm where the one that is set would come too late. */
    private void moved(JourneyState state, Event event, Instant now, Step step) {
        Instant wanted = state.phase() instanceof Phase.Open open ? open.deadline() : forgetAt(state);
        JourneyState told = state.with(Journal.moment(now, event, step.note()));
        boolean armed = !state.wakeAt().isAfter(wanted) && state.wakeAt().isAfter(now);
        if (armed) {
            journeys.put(state.caseId(), JourneyCodec.encode(told));
        } else {
            save(told, wanted);
        }
    }

    private void save(JourneyState state, Instant wakeAt) {
        if (state.wakeAt().isBefore(Instant.MAX)) {
            alarms.disarm(new AlarmStore.Alarm(state.wakeAt(), state.caseId()));
        }
        alarms.arm(new AlarmStore.Alarm(wakeAt, state.caseId()));
        journeys.put(state.caseId(), JourneyCodec.encode(state.wakingAt(wakeAt)));
    }

    private void carryOut(String caseId, Command command) {
        if (command instanceof Command.Ask ask) {
            forward(caseId, ask.request(), JourneyTopology.TO_REQUESTS);
        } else if (command instanceof Command.Tell tell) {
            forward(caseId, tell.reply(), JourneyTopology.TO_REPLIES);
        } else if (command instanceof Command.Supersede supersede) {
            forward(supersede.cancel().getCaseId(), supersede.cancel(), JourneyTopology.TO_ACCEPTED);
        } else if (command instanceof Command.Conclude conclude) {
            forward(caseId, conclude.verdict(), JourneyTopology.TO_VERDICTS);
        }
    }

    private void deadLetter(Coordinates at, Record<byte[], byte[]> record, PoisonException poison) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        forward(
                DeadLetters.key(at),
                DeadLetters.of(Application.JOURNEY, at, record.key(), record.value(), poison, now)
                        .build(),
                JourneyTopology.TO_DEAD_LETTERS);
    }

    private static PoisonException unknownCase(String caseId) {
        return new PoisonException(
                "UNKNOWN_CASE", "No case " + caseId + " is open or has closed in the last days; check the id.");
    }

    private void forward(String key, SpecificRecord value, String to) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), to);
    }

    private Optional<JourneyState> load(String caseId) {
        return Optional.ofNullable(journeys.get(caseId)).map(JourneyCodec::decode);
    }

    private Coordinates coordinates() {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        return new Coordinates(at.topic(), at.partition(), at.offset());
    }
}
