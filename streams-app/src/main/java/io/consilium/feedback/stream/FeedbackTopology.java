package io.consilium.feedback.stream;

import io.consilium.monitor.Monitor;
import io.consilium.record.FeedbackRecord;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Feedback's topology: one sub-topology without repartitioning.
 *
 * <pre>
 *  cases.accepted, verdicts, outcomes
 *      └▶ FEEDBACK (files, alarms)
 *             ├▶ samples
 *             └▶ dead-letters
 * </pre>
 */
public final class FeedbackTopology {
    public static final String FILES = "files";
    static final String ALARMS = "alarms";
    static final String TO_SAMPLES = "to-samples";
    static final String TO_DEAD_LETTERS = "to-dead-letters";

    private static final String INPUTS = "inputs";
    private static final String FEEDBACK = "feedback";

    private FeedbackTopology() {}

    /** @param monitor told of samples, dead letters and traces */
    public static Topology build(
            RecordSerdes serdes, TopicCatalogue catalogue, FeedbackSettings settings, Monitor monitor) {
        Topology topology = new Topology();
        topology.addSource(
                INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Inputs.TOPICS.toArray(String[]::new));
        topology.addProcessor(
                FEEDBACK,
                () -> new FeedbackProcessor(
                        new Inputs(serdes.decoder(), catalogue), serdes.serializer(), settings, monitor),
                INPUTS);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(FILES),
                                Serdes.String(),
                                serdes.serde(FeedbackRecord.class))
                        .withCachingEnabled()
                        // A case, its verdict and all its outcomes are one record.
                        .withLoggingEnabled(
                                Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(TopicCatalogue.LARGE))),
                FEEDBACK);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ALARMS), Serdes.Bytes(), Serdes.ByteArray()),
                FEEDBACK);
        topology.addSink(TO_SAMPLES, Topics.SAMPLES, new StringSerializer(), serdes.serializer(), FEEDBACK);
        topology.addSink(TO_DEAD_LETTERS, Topics.DEAD_LETTERS, new StringSerializer(), serdes.serializer(), FEEDBACK);
        return topology;
    }
}
