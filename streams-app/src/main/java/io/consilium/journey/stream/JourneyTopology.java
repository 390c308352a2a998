package io.consilium.journey.stream;

import io.consilium.monitor.Monitor;
import io.consilium.record.JourneyRecord;
import io.consilium.record.ModelChange;
import io.consilium.record.Policy;
import io.consilium.record.Reply;
import io.consilium.record.Request;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * The journey's topology: one sub-topology without repartitioning.
 *
 * <pre>
 *  cases.accepted, triage.answers, opinions, attending.answers, outcomes
 *      └▶ JOURNEY (journeys, alarms, policies; models is global)
 *             ├▶ requests: triage.requests, consults.*, attending.requests (each with .urgent)
 *             ├▶ replies.*
 *             ├▶ verdicts
 *             ├▶ cases.accepted (closes a case that another supersedes)
 *             ├▶ journal, policies
 *             └▶ dead-letters
 * </pre>
 */
public final class JourneyTopology {
    public static final String JOURNEYS = "journeys";
    static final String ALARMS = "alarms";
    static final String POLICIES = "policies";
    static final String MODELS = "models";

    static final String TO_REQUESTS = "to-requests";
    static final String TO_REPLIES = "to-replies";
    static final String TO_ACCEPTED = "to-accepted";
    static final String TO_VERDICTS = "to-verdicts";
    static final String TO_JOURNAL = "to-journal";
    static final String TO_POLICIES = "to-policies";
    static final String TO_DEAD_LETTERS = "to-dead-letters";

    private static final String INPUTS = "inputs";
    private static final String JOURNEY = "journey";

    private final RecordSerdes serdes;
    private final Topology topology = new Topology();

    private JourneyTopology(RecordSerdes serdes) {
        this.serdes = serdes;
    }

    /** @param monitor told of each step, and carries traces on */
    public static Topology build(
            RecordSerdes serdes, TopicCatalogue catalogue, JourneySettings settings, Monitor monitor) {
        JourneyTopology building = new JourneyTopology(serdes);
        building.inputs(catalogue, settings, monitor);
        building.stores();
        building.models();
        building.outputs();
        return building.topology;
    }

    private void inputs(TopicCatalogue catalogue, JourneySettings settings, Monitor monitor) {
        JourneyMeters meters = new JourneyMeters(monitor.meters());
        topology.addSource(
                INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Inputs.TOPICS.toArray(String[]::new));
        topology.addProcessor(
                JOURNEY,
                () -> new JourneyProcessor(
                        new Inputs(serdes.decoder(), catalogue), settings, meters, monitor.tracing()),
                INPUTS);
    }

    private void stores() {
        Serde<JourneyRecord> journeys = serdes.serde(JourneyRecord.class);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(JOURNEYS), Serdes.String(), journeys)
                        .withCachingEnabled(),
                JOURNEY);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ALARMS), Serdes.Bytes(), Serdes.ByteArray()),
                JOURNEY);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(POLICIES), Serdes.String(), serdes.serde(Policy.class)),
                JOURNEY);
    }

    private void models() {
        Serde<ModelChange> changes = serdes.serde(ModelChange.class);
        topology.addGlobalStore(
                Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore(MODELS), Serdes.String(), changes)
                        .withLoggingDisabled(),
                "published-models",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.MODELS,
                "keep-models",
                () -> new ModelsProcessor(serdes.decoder()));
    }

    private void outputs() {
        sink(TO_REQUESTS, (key, request, context) -> RequestTopic.of((Request) request));
        sink(
                TO_REPLIES,
                (key, reply, context) ->
                        Topics.replies(((Reply) reply).getSource().getSystem()));
        sink(TO_ACCEPTED, (key, cancel, context) -> Topics.CASES_ACCEPTED);
        sink(TO_VERDICTS, (key, verdict, context) -> Topics.VERDICTS);
        sink(TO_JOURNAL, (key, entry, context) -> Topics.JOURNAL);
        sink(TO_POLICIES, (key, policy, context) -> Topics.POLICIES);
        sink(TO_DEAD_LETTERS, (key, letter, context) -> Topics.DEAD_LETTERS);
    }

    private void sink(String name, TopicNameExtractor<String, SpecificRecord> topic) {
        Serializer<SpecificRecord> serializer = serdes.serializer();
        topology.addSink(name, topic, new StringSerializer(), serializer, JOURNEY);
    }
}
