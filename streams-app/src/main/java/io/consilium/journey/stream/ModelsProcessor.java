package io.consilium.journey.stream;

import io.consilium.record.ModelVersion;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Keeps the latest published version of each doctor's model in the global store. */
final class ModelsProcessor implements Processor<String, ModelVersion, Void, Void> {
    private TimestampedKeyValueStore<String, ModelVersion> models;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        models = context.getStateStore(JourneyTopology.MODELS);
    }

    @Override
    public void process(Record<String, ModelVersion> record) {
        models.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
    }
}
