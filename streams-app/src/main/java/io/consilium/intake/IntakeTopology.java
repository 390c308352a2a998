package io.consilium.intake;

import io.consilium.image.ImageStore;
import io.consilium.monitor.Monitor;
import io.consilium.record.Reply;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/**
 * Intake's topology; it keeps no state, so that pictures can be looked at by as many threads as there are partitions.
 *
 * <pre>
 *  cases └▶ INTAKE ├▶ cases.accepted
 *                  ├▶ replies.*  (rejections)
 *                  └▶ dead-letters
 * </pre>
 */
public final class IntakeTopology {
    static final String TO_ACCEPTED = "to-accepted";
    static final String TO_REPLIES = "to-replies";
    static final String TO_DEAD_LETTERS = "to-dead-letters";

    private static final String CASES = "published-cases";
    private static final String INTAKE = "intake";

    private final RecordSerdes serdes;
    private final Topology topology = new Topology();

    private IntakeTopology(RecordSerdes serdes) {
        this.serdes = serdes;
    }

    /** @param monitor told of each record, and carries traces on */
    public static Topology build(
            RecordSerdes serdes,
            TopicCatalogue catalogue,
            Sources sources,
            ImageStore images,
            Limits limits,
            Monitor monitor) {
        IntakeTopology building = new IntakeTopology(serdes);
        building.topology.addSource(CASES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.CASES);
        building.topology.addProcessor(
                INTAKE,
                () -> new IntakeProcessor(
                        catalogue.topic(Topics.CASES),
                        serdes.decoder(),
                        sources,
                        new Intake(new CaseRules(sources, limits), new Pictures(images, limits)),
                        monitor),
                CASES);
        building.sink(TO_ACCEPTED, (key, accepted, context) -> Topics.CASES_ACCEPTED);
        building.sink(
                TO_REPLIES,
                (key, reply, context) ->
                        Topics.replies(((Reply) reply).getSource().getSystem()));
        building.sink(TO_DEAD_LETTERS, (key, letter, context) -> Topics.DEAD_LETTERS);
        return building.topology;
    }

    private void sink(String name, TopicNameExtractor<String, SpecificRecord> topic) {
        topology.addSink(name, topic, new StringSerializer(), serdes.serializer(), INTAKE);
    }
}
