package io.consilium.feedback.stream;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.journey.SyntheticCases;
import io.consilium.monitor.Monitor;
import io.consilium.record.DeadLetter;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.Sample;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Feedback's topology without a broker: what arrives, what becomes a sample, what time does. */
final class FeedbackStory implements AutoCloseable {
    private static final Departments DEPARTMENTS = DepartmentsFile.bundled();

    private final RecordSerdes serdes = RecordSerdes.at("mock://" + UUID.randomUUID());
    private final TopologyTestDriver driver;

    FeedbackStory() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "feedback-story");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        TopicCatalogue catalogue = TopicCatalogue.of(DEPARTMENTS, Sources.bundled(), 4);
        driver = new TopologyTestDriver(
                FeedbackTopology.build(serdes, catalogue, FeedbackSettings.of(DEPARTMENTS), Monitor.silent()),
                properties,
                SyntheticCases.T0);
    }

    FeedbackStory arrives(String topic, String key, SpecificRecord record) {
        return bytesArrive(topic, key, serdes.serializer().serialize(topic, record));
    }

    FeedbackStory bytesArrive(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
        return this;
    }

    FeedbackStory passes(Duration time) {
        driver.advanceWallClockTime(time);
        return this;
    }

    List<KeyValue<String, Sample>> samples() {
        return driver.createOutputTopic(
                        Topics.SAMPLES,
                        new StringDeserializer(),
                        serdes.serde(Sample.class).deserializer())
                .readKeyValuesToList();
    }

    List<DeadLetter> deadLetters() {
        return driver.createOutputTopic(
                        Topics.DEAD_LETTERS,
                        new StringDeserializer(),
                        serdes.serde(DeadLetter.class).deserializer())
                .readValuesToList();
    }

    Optional<FeedbackRecord> file(String caseId) {
        return Optional.ofNullable(driver.<String, FeedbackRecord>getKeyValueStore(FeedbackTopology.FILES)
                .get(caseId));
    }

    /** As another instance may have left it. */
    void stored(String caseId, FeedbackRecord file) {
        driver.<String, FeedbackRecord>getKeyValueStore(FeedbackTopology.FILES).put(caseId, file);
    }

    @Override
    public void close() {
        driver.close();
    }
}
