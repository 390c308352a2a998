package io.consilium.intake;

import io.consilium.journey.Replies;
import io.consilium.problem.PoisonException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.Source;
import io.consilium.serde.RecordDecoder;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
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
    private ProcessorContext<String, SpecificRecord> context;

    IntakeProcessor(Topic cases, RecordDecoder decoder, Sources sources, Intake intake) {
        this.cases = cases;
        this.decoder = decoder;
        this.sources = sources;
        this.intake = intake;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SpecificRecord published;
        try {
            published = decoder.decode(cases.name(), record.value(), cases.records());
        } catch (PoisonException e) {
            refuse(record, e, "", Optional.empty());
            return;
        }
        if (published instanceof Case theCase) {
            accept(record, theCase);
        } else {
            accept(record, (Cancel) published);
        }
    }

    private void accept(Record<byte[], byte[]> record, Case published) {
        Case accepted;
        try {
            accepted = intake.accept(published, now());
        } catch (PoisonException e) {
            refuse(record, e, published.getCaseId(), Optional.of(published.getSource()));
            return;
        }
        forward(accepted.getCaseId(), accepted, IntakeTopology.TO_ACCEPTED);
    }

    private void accept(Record<byte[], byte[]> record, Cancel cancel) {
        try {
            intake.check(cancel);
        } catch (PoisonException e) {
            refuse(record, e, cancel.getCaseId(), Optional.of(cancel.getSource()));
            return;
        }
        Cancel own = Cancel.newBuilder(cancel).setSupersededBy(null).build();
        forward(own.getCaseId(), own, IntakeTopology.TO_ACCEPTED);
    }

    private void refuse(Record<byte[], byte[]> record, PoisonException poison, String caseId, Optional<Source> source) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        Coordinates coordinates = new Coordinates(at.topic(), at.partition(), at.offset());
        forward(
                DeadLetters.key(coordinates),
                DeadLetters.of(Application.INTAKE, coordinates, record.key(), record.value(), poison, now())
                        .setCaseId(caseId.isEmpty() ? null : caseId)
                        .setSource(source.map(Source::getSystem).orElse(null))
                        .build(),
                IntakeTopology.TO_DEAD_LETTERS);
        source.filter(from -> sources.registered(from.getSystem()))
                .ifPresent(from -> forward(
                        caseId,
                        Replies.rejected(caseId, from, poison.code(), poison.getMessage(), now()),
                        IntakeTopology.TO_REPLIES));
    }

    private void forward(String key, SpecificRecord value, String to) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), to);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
