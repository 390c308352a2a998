package io.consilium.intake;

import io.consilium.journey.Replies;
import io.consilium.monitor.Hop;
import io.consilium.monitor.Metric;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Trace;
import io.consilium.problem.PoisonException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.Reply;
import io.consilium.record.Source;
import io.consilium.serde.RecordDecoder;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.RawRecord;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Passes on what {@link Intake} accepts; what it refuses becomes a dead letter, and its source is told why. */
final class IntakeProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
    private final Topic cases;
    private final RecordDecoder decoder;
    private final Sources sources;
    private final Intake intake;
    private final Monitor monitor;
    private ProcessorContext<String, SpecificRecord> context;

    IntakeProcessor(Topic cases, RecordDecoder decoder, Sources sources, Intake intake, Monitor monitor) {
        this.cases = cases;
        this.decoder = decoder;
        this.sources = sources;
        this.intake = intake;
        this.monitor = monitor;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try (Hop hop = monitor.tracing().start("intake", SpanKind.CONSUMER, Trace.of(record.headers()))) {
            take(record, hop);
        }
    }

    private void take(Record<byte[], byte[]> record, Hop hop) {
        SpecificRecord published;
        try {
            published = decoder.decode(cases.name(), record.value(), cases.records());
        } catch (PoisonException e) {
            count("unreadable", false);
            refuse(record, e, "", Optional.empty(), hop);
            return;
        }
        if (published instanceof Case theCase) {
            accept(record, theCase, hop);
        } else {
            accept(record, (Cancel) published, hop);
        }
    }

    private void accept(Record<byte[], byte[]> record, Case published, Hop hop) {
        Case accepted;
        try {
            accepted = intake.accept(published, now());
        } catch (PoisonException e) {
            count("case", false);
            refuse(record, e, published.getCaseId(), Optional.of(published.getSource()), hop);
            return;
        }
        count("case", true);
        forward(accepted.getCaseId(), accepted, IntakeTopology.TO_ACCEPTED, hop);
    }

    private void accept(Record<byte[], byte[]> record, Cancel cancel, Hop hop) {
        try {
            intake.check(cancel);
        } catch (PoisonException e) {
            count("cancel", false);
            refuse(record, e, cancel.getCaseId(), Optional.of(cancel.getSource()), hop);
            return;
        }
        count("cancel", true);
        Cancel own = Cancel.newBuilder(cancel).setSupersededBy(null).build();
        forward(own.getCaseId(), own, IntakeTopology.TO_ACCEPTED, hop);
    }

    private void count(String kind, boolean accepted) {
        Metric.CASES_IN.count(monitor.meters(), kind, accepted ? "accepted" : "rejected");
    }

    private void refuse(
            Record<byte[], byte[]> record, PoisonException poison, String caseId, Optional<Source> source, Hop hop) {
        hop.failed(poison.code());
        Metric.DEAD_LETTERS.count(monitor.meters(), Application.INTAKE.id(), poison.code());
        RecordMetadata at = context.recordMetadata().orElseThrow();
        Coordinates coordinates = new Coordinates(at.topic(), at.partition(), at.offset());
        RawRecord raw = new RawRecord(coordinates, record.key(), record.value(), record.headers());
        forward(
                DeadLetters.key(coordinates),
                DeadLetters.of(Application.INTAKE, raw, poison, now())
                        .setCaseId(caseId.isEmpty() ? null : caseId)
                        .setSource(source.map(Source::getSystem).orElse(null))
                        .build(),
                IntakeTopology.TO_DEAD_LETTERS,
                hop);
        source.filter(from -> sources.registered(from.getSystem())).ifPresent(from -> {
            Reply reply = Replies.rejected(caseId, from, poison.code(), poison.getMessage(), now());
            Metric.REPLIES.count(monitor.meters(), Metric.label(reply.getKind()), poison.code());
            forward(caseId, reply, IntakeTopology.TO_REPLIES, hop);
        });
    }

    private void forward(String key, SpecificRecord value, String to, Hop hop) {
        Record<String, SpecificRecord> record = new Record<>(
                key, value, context.currentSystemTimeMs(), hop.trace().headers());
        context.forward(record, to);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
