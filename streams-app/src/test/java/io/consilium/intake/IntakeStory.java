package io.consilium.intake;

import io.consilium.department.DepartmentsFile;
import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.journey.SyntheticCases;
import io.consilium.monitor.Monitor;
import io.consilium.record.Case;
import io.consilium.record.DeadLetter;
import io.consilium.record.Image;
import io.consilium.record.Reply;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Intake's topology without a broker: what is published, what is passed on, what is refused. */
final class IntakeStory implements AutoCloseable {
    private static final byte[] KEY = "a key of the image store".getBytes(StandardCharsets.UTF_8);

    private static final Headers HEADERS = new RecordHeaders().add("sent-by", new byte[] {7});

    private final RecordSerdes serdes = RecordSerdes.at("mock://" + UUID.randomUUID());
    private final ImageStore images;
    private final TopologyTestDriver driver;

    IntakeStory(Path imageRoot) {
        images = new FileImageStore(imageRoot, KEY);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "intake-story");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        Sources sources = Sources.bundled();
        TopicCatalogue catalogue = TopicCatalogue.of(DepartmentsFile.bundled(), sources, 4);
        driver = new TopologyTestDriver(
                IntakeTopology.build(serdes, catalogue, sources, images, Limits.DEFAULT, Monitor.silent()),
                properties,
                SyntheticCases.T0);
    }

    /** A case as it should be, with one small picture. */
    static Case.Builder goodCase(String caseId) {
        return SyntheticCases.caseOf(caseId)
                .setContentHash("")
                .setImages(List.of(inline(SyntheticPictures.png(32, 24))));
    }

    static Image inline(byte[] encoded) {
        return Image.newBuilder().setContent(ByteBuffer.wrap(encoded)).build();
    }

    ImageStore images() {
        return images;
    }

    IntakeStory published(SpecificRecord record) {
        return bytesPublished("any", serdes.serializer().serialize(Topics.CASES, record));
    }

    /** @param key null for a record without one */
    IntakeStory bytesPublished(String key, byte[] value) {
        driver.createInputTopic(Topics.CASES, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, HEADERS));
        return this;
    }

    byte[] bytesOf(SpecificRecord record) {
        return serdes.serializer().serialize(Topics.CASES, record);
    }

    List<KeyValue<String, SpecificRecord>> accepted() {
        return driver.createOutputTopic(
                        Topics.CASES_ACCEPTED,
                        new StringDeserializer(),
                        serdes.serde(SpecificRecord.class).deserializer())
                .readKeyValuesToList();
    }

    List<DeadLetter> deadLetters() {
        return driver.createOutputTopic(
                        Topics.DEAD_LETTERS,
                        new StringDeserializer(),
                        serdes.serde(DeadLetter.class).deserializer())
                .readValuesToList();
    }

    List<Reply> replies() {
        return driver.createOutputTopic(
                        Topics.replies("demo"),
                        new StringDeserializer(),
                        serdes.serde(Reply.class).deserializer())
                .readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
