package io.consilium.journey.stream;

import io.consilium.alarm.AlarmStore;
import io.consilium.journey.Command;
import io.consilium.journey.Event;
import io.consilium.journey.Journey;
import io.consilium.journey.JourneyState;
import io.consilium.journey.Phase;
import io.consilium.journey.PinnedPolicy;
import io.consilium.journey.Step;
import io.consilium.monitor.Hop;
import io.consilium.monitor.Trace;
import io.consilium.monitor.Tracing;
import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import io.consilium.record.JourneyRecord;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.RawRecord;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
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
    private final JourneyMeters meters;
    private final Tracing tracing;
    private final OpenCases open = new OpenCases();
    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, JourneyRecord> journeys;
    private AlarmStore alarms;
    private PolicyBook policies;

    JourneyProcessor(Inputs inputs, JourneySettings settings, JourneyMeters meters, Tracing tracing) {
        this.inputs = inputs;
        this.settings = settings;
        this.meters = meters;
        this.tracing = tracing;
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
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
        countOpen();
    }

    /** An open case has its alarm before its longest possible end: what closed long ago is not looked at. */
    private void countOpen() {
        open.clear();
        Instant latest = now().plus(settings.departments().longestCase());
        alarms.until(latest).forEach(alarm -> Optional.ofNullable(journeys.get(alarm.caseId()))
                .filter(record -> record.getWakeAt().equals(alarm.at()))
                .ifPresent(record -> open.add(record.getPhase())));
        meters.show(open);
    }

    @Override
    public void close() {
        meters.hide(open);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Coordinates at = coordinates();
        Trace arrived = Trace.of(record.headers());
        Inputs.Input input;
        try {
            input = inputs.read(at.getTopic(), record.key(), record.value());
        } catch (PoisonException e) {
            deadLetter(at, record, e);
            return;
        }
        Optional<JourneyRecord> before = load(input.caseId());
        if (before.isEmpty() && input.event() instanceof Event.OutcomeArrived) {
            // Feedback keeps it until its case comes, and says so when none does.
            meters.unmoved(input.event());
            return;
        }
        if (before.isEmpty() && !opens(input.event())) {
            deadLetter(at, record, unknownCase(input.caseId()));
            return;
        }
        Trace from = arrived.within(before.map(JourneyCodec::trace).orElse(Trace.NONE));
        take(input.caseId(), before.map(JourneyCodec::decode), input.event(), Optional.of(at), from);
    }

    /** Answers to a case that is not known have nobody to be told; they become dead letters. */
    private static boolean opens(Event event) {
        return event instanceof Event.CaseArrived || event instanceof Event.CancelArrived;
    }

    private void tick(long timestamp) {
        Instant now = now();
        for (AlarmStore.Alarm alarm : alarms.ring(now)) {
            load(alarm.caseId())
                    .filter(record -> record.getWakeAt().equals(alarm.at()))
                    // the alarm that rang is out of the store: nothing is armed now
                    .ifPresent(record ->
                            wake(JourneyCodec.decode(record).wakingAt(Instant.MAX), JourneyCodec.trace(record), now));
        }
    }

    private void wake(JourneyState state, Trace trace, Instant now) {
        if (state.phase() instanceof Phase.Open phase) {
            if (phase.deadline().isAfter(now)) {
                save(state, trace, phase.deadline());
            } else {
                Event passed = new Event.DeadlinePassed(phase.deadline());
                take(state.caseId(), Optional.of(state), passed, Optional.empty(), trace);
            }
        } else if (forgetAt(state).isAfter(now)) {
            save(state, trace, forgetAt(state));
        } else {
            journeys.delete(state.caseId());
        }
    }

    private Instant forgetAt(JourneyState state) {
        return ((Phase.Closed) state.phase()).verdict().getClosedAt().plus(settings.keepClosed());
    }

    private void take(
            String caseId, Optional<JourneyState> before, Event event, Optional<Coordinates> input, Trace from) {
        Instant now = now();
        PinnedPolicy policy =
                before.map(state -> policies.of(state.policyHash())).orElseGet(() -> policies.current(caseId));
        Step step = Journey.on(before, event, now, policy);
        meters.took(before, event, step);
        try (Hop hop = tracing.start("journey", SpanKind.CONSUMER, from)) {
            hop.says("consilium.event", JourneyMeters.kind(event));
            hop.says("consilium.phase", step.note().to());
            carryOut(caseId, before, event, step, policy, hop.trace());
            JournalEntry.Builder entry = Journal.entry(caseId, sequence(step), now, input, event, step, policy.hash());
            hop.trace().id().ifPresent(entry::setTraceId);
            forward(caseId, entry.build(), JourneyTopology.TO_JOURNAL, hop.trace());
        }
    }

    private void carryOut(
            String caseId, Optional<JourneyState> before, Event event, Step step, PinnedPolicy policy, Trace trace) {
        if (step.note().changed()) {
            step.state().ifPresent(state -> moved(state, event, step, trace));
            open.moved(before.map(JourneyState::phase), step.state().map(JourneyState::phase));
        }
        if (before.isEmpty() && step.state().isPresent() && policies.keep(policy)) {
            forward(policy.hash(), policy.policy(), JourneyTopology.TO_POLICIES, trace);
        }
        step.commands().forEach(command -> carryOut(caseId, command, trace));
    }

    private static int sequence(Step step) {
        return step.state().map(JourneyState::sequence).orElse(0);
    }

    /** Saves the journey, and arms an alarm where the one that is set would come too late. */
    private void moved(JourneyState state, Event event, Step step, Trace trace) {
        Instant now = now();
        Instant wanted = state.phase() instanceof Phase.Open phase ? phase.deadline() : forgetAt(state);
        JourneyState told = state.with(Journal.moment(now, event, step.note()));
        boolean armed = !state.wakeAt().isAfter(wanted) && state.wakeAt().isAfter(now);
        if (armed) {
            journeys.put(state.caseId(), JourneyCodec.encode(told, trace));
        } else {
            save(told, trace, wanted);
        }
    }

    private void save(JourneyState state, Trace trace, Instant wakeAt) {
        if (state.wakeAt().isBefore(Instant.MAX)) {
            alarms.disarm(new AlarmStore.Alarm(state.wakeAt(), state.caseId()));
        }
        alarms.arm(new AlarmStore.Alarm(wakeAt, state.caseId()));
        journeys.put(state.caseId(), JourneyCodec.encode(state.wakingAt(wakeAt), trace));
    }

    private void carryOut(String caseId, Command command, Trace trace) {
        if (command instanceof Command.Ask ask) {
            forward(caseId, ask.request(), JourneyTopology.TO_REQUESTS, trace);
        } else if (command instanceof Command.Tell tell) {
            forward(caseId, tell.reply(), JourneyTopology.TO_REPLIES, trace);
        } else if (command instanceof Command.Supersede supersede) {
            forward(supersede.cancel().getCaseId(), supersede.cancel(), JourneyTopology.TO_ACCEPTED, trace);
        } else if (command instanceof Command.Conclude conclude) {
            forward(caseId, conclude.verdict(), JourneyTopology.TO_VERDICTS, trace);
        }
    }

    private void deadLetter(Coordinates at, Record<byte[], byte[]> record, PoisonException poison) {
        meters.deadLetter(poison);
        RawRecord raw = new RawRecord(at, record.key(), record.value(), record.headers());
        forward(
                DeadLetters.key(at),
                DeadLetters.of(Application.JOURNEY, raw, poison, now()).build(),
                JourneyTopology.TO_DEAD_LETTERS,
                Trace.of(record.headers()));
    }

    private static PoisonException unknownCase(String caseId) {
        return new PoisonException(
                "UNKNOWN_CASE", "No case " + caseId + " is open or has closed in the last days; check the id.");
    }

    private void forward(String key, SpecificRecord value, String to, Trace trace) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), trace.headers()), to);
    }

    private Optional<JourneyRecord> load(String caseId) {
        return Optional.ofNullable(journeys.get(caseId));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private Coordinates coordinates() {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        return new Coordinates(at.topic(), at.partition(), at.offset());
    }
}
