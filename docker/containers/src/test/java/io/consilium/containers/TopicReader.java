package io.consilium.containers;

import io.consilium.record.Coordinates;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.WholeTopic;
import io.consilium.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What is committed to topics until now, by where it lies. Belongs to one thread; reads each topic once. */
final class TopicReader {
    private final Endpoints endpoints;
    private final RecordDecoder decoder;
    private final TopicCatalogue catalogue;
    private final Map<String, Map<Coordinates, SpecificRecord>> read = new HashMap<>();

    TopicReader(Endpoints endpoints, RecordSerdes serdes, TopicCatalogue catalogue) {
        this.endpoints = endpoints;
        this.decoder = serdes.decoder();
        this.catalogue = catalogue;
    }

    SpecificRecord at(Coordinates at) {
        return all(at.getTopic()).get(at);
    }

    Map<Coordinates, SpecificRecord> all(String topic) {
        return read.computeIfAbsent(topic, this::fetch);
    }

    private Map<Coordinates, SpecificRecord> fetch(String topic) {
        Map<Coordinates, SpecificRecord> records = new LinkedHashMap<>();
        WholeTopic.read(
                endpoints.kafka(),
                topic,
                record -> records.put(
                        new Coordinates(topic, record.partition(), record.offset()),
                        decoder.decode(
                                topic, record.value(), catalogue.topic(topic).records())));
        return records;
    }
}
