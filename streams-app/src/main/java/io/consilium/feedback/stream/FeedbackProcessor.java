package io.consilium.feedback.stream;

import io.consilium.alarm.AlarmStore;
import io.consilium.application.StateFormat;
import io.consilium.feedback.Feedback;
import io.consilium.feedback.Step;
import io.consilium.monitor.Hop;
import io.consilium.monitor.Metric;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Trace;
import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.Outcome;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.RawRecord;
import io.consilium.topic.Topics;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Loads what is known of a case, applies the event, saves it and forwards samples. All else is {@link Feedback}. */
final class FeedbackProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
    private static final StateFormat FORMAT = new StateFormat(1);

    private final Inputs inputs;
    private final Serializer<SpecificRecord> serializer;
    private final FeedbackSettings settings;
    private final Monitor monitor;
    private final Feedback feedback;
    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, FeedbackRecord> files;
    private AlarmStore alarms;

    FeedbackProcessor(
            Inputs inputs, Serializer<SpecificRecord> serializer, FeedbackSettings settings, Monitor monitor) {
        this.inputs = inputs;
        this.serializer = serializer;
        this.settings = settings;
        this.monitor = monitor;
        this.feedback = new Feedback(settings.departments().names());
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.files = context.getStateStore(FeedbackTopology.FILES);
        this.alarms = new AlarmStore(context.getStateStore(FeedbackTopology.ALARMS));
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, timestamp -> tick());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Coordinates at = coordinates();
        try (Hop hop = monitor.tracing().start("feedback", SpanKind.CONSUMER, Trace.of(record.headers()))) {
            try {
                inputs.read(at, record.key(), record.value()).ifPresent(input -> take(input, hop.trace()));
            } catch (PoisonException e) {
                hop.failed(e.code());
                deadLetter(new RawRecord(at, record.key(), record.value(), record.headers()), e);
            }
        }
    }

    private void take(Inputs.Input input, Trace trace) {
        String caseId = input.caseId();
        Optional<FeedbackRecord> before = file(caseId);
        Step step = feedback.on(before, input.event(), now());
        if (step.moved()) {
            before.ifPresent(file -> alarms.disarm(new AlarmStore.Alarm(file.getWakeAt(), caseId)));
            save(caseId, step.file());
        }
        step.sample().ifPresent(sample -> {
            Metric.SAMPLES.count(monitor.meters());
            forward(caseId, sample, FeedbackTopology.TO_SAMPLES, trace);
        });
        step.refused().forEach(this::refuse);
    }

    private Optional<FeedbackRecord> file(String caseId) {
        Optional<FeedbackRecord> file = Optional.ofNullable(files.get(caseId));
        file.ifPresent(known -> FORMAT.requireKnown(caseId, known.getFormat()));
        return file;
    }

    private void save(String caseId, FeedbackRecord file) {
        boolean known = file.getCase$().isPresent() || file.getVerdict().isPresent();
        Duration keep = known ? settings.keep() : settings.awaitCase();
        Instant wakeAt = now().plus(keep);
        alarms.arm(new AlarmStore.Alarm(wakeAt, caseId));
        files.put(
                caseId,
                FeedbackRecord.newBuilder(file)
                        .setWakeAt(wakeAt)
                        .setFormat(FORMAT.newest())
                        .build());
    }

    private void tick() {
        for (AlarmStore.Alarm alarm : alarms.ring(now())) {
            file(alarm.caseId())
                    .filter(file -> file.getWakeAt().equals(alarm.at()))
                    .ifPresent(file -> {
                        files.delete(alarm.caseId());
                        Feedback.forgotten(file).forEach(this::refuse);
                    });
        }
    }

    private void refuse(Step.Refused refused) {
        Outcome outcome = refused.outcome().getOutcome();
        RawRecord raw = new RawRecord(
                refused.outcome().getAt(),
                outcome.getCaseId().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(Topics.OUTCOMES, outcome),
                List.of());
        deadLetter(raw, new PoisonException(refused.code(), refused.reason()));
    }

    private void deadLetter(RawRecord record, PoisonException poison) {
        Metric.DEAD_LETTERS.count(monitor.meters(), Application.FEEDBACK.id(), poison.code());
        forward(
                DeadLetters.key(record.at()),
                DeadLetters.of(Application.FEEDBACK, record, poison, now()).build(),
                FeedbackTopology.TO_DEAD_LETTERS,
                Trace.NONE);
    }

    private void forward(String key, SpecificRecord value, String to, Trace trace) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), trace.headers()), to);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private Coordinates coordinates() {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        return new Coordinates(at.topic(), at.partition(), at.offset());
    }
}
