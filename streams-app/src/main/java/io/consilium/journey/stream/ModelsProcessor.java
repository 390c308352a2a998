package io.consilium.journey.stream;

import io.consilium.record.ModelChange;
import io.consilium.serde.RecordDecoder;
import io.consilium.version.VersionLog;
import java.util.Locale;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Keeps every change of the models log in the global store, under its offset: the store's order is the log's. */
final class ModelsProcessor implements Processor<byte[], byte[], Void, Void> {
    private final RecordDecoder decoder;
    private ProcessorContext<Void, Void> context;
    private TimestampedKeyValueStore<String, ModelChange> models;

    ModelsProcessor(RecordDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        models = context.getStateStore(JourneyTopology.MODELS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        VersionLog.change(decoder, record.value())
                .ifPresent(change -> models.put(
                        String.format(Locale.ROOT, "%019d", offset),
                        ValueAndTimestamp.make(change, record.timestamp())));
    }
}
