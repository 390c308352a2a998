package io.consilium.journey.stream;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.journey.Event;
import io.consilium.journey.SyntheticCases;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Tracing;
import io.consilium.record.Answer;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.JournalEntry;
import io.consilium.record.JourneyRecord;
import io.consilium.record.ModelChange;
import io.consilium.record.ModelVersion;
import io.consilium.record.Policy;
import io.consilium.record.Reply;
import io.consilium.record.Request;
import io.consilium.record.Verdict;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Lane;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import io.consilium.version.Changes;
import io.consilium.version.VersionBook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The journey's topology without a broker, told as a story: what arrives, what is asked, what time does. */
final class JourneyStory implements AutoCloseable {
    static final Departments DEPARTMENTS = DepartmentsFile.bundled();

    private final RecordSerdes serdes = RecordSerdes.at("mock://" + UUID.randomUUID());
    private final Changes by = new Changes("story", SyntheticCases.T0);
    private final Monitor monitor = Monitor.of(Tracing.off());
    private final TopologyTestDriver driver;
    private final Map<String, List<KeyValue<String, byte[]>>> arrived = new HashMap<>();
    private final Inputs inputs;
    private VersionBook book = VersionBook.EMPTY;

    JourneyStory() {
        this(DEPARTMENTS);
    }

    private JourneyStory(Departments departments) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "journey-story-" + UUID.randomUUID());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        TopicCatalogue catalogue = TopicCatalogue.of(DEPARTMENTS, Sources.bundled(), 4);
        inputs = new Inputs(serdes.decoder(), catalogue);
        driver = new TopologyTestDriver(
                JourneyTopology.build(serdes, catalogue, JourneySettings.of(departments), monitor),
                properties,
                SyntheticCases.T0);
    }

    /** Another instance, started with other departments, that takes over everything this one has kept. */
    JourneyStory takenOverWith(Departments departments) {
        JourneyStory other = new JourneyStory(departments);
        for (String store : List.of(JourneyTopology.JOURNEYS, JourneyTopology.ALARMS, JourneyTopology.POLICIES)) {
            KeyValueStore<Object, Object> to = other.driver.getKeyValueStore(store);
            try (KeyValueIterator<Object, Object> all =
                    driver.getKeyValueStore(store).all()) {
                all.forEachRemaining(entry -> to.put(entry.key, entry.value));
            }
        }
        return other;
    }

    JourneyStory stored(JourneyRecord record) {
        driver.<String, JourneyRecord>getKeyValueStore(JourneyTopology.JOURNEYS)
                .put(record.getCase$().getCaseId(), record);
        return this;
    }

    JourneyStory publishModel(String doctor, String version) {
        return changes(by.imported(model(doctor, version)), by.ready(doctor, version))
                .changes(by.promoted(book.role(doctor), version, "synthetic"));
    }

    JourneyStory challenge(String doctor, String version, double share) {
        publishModel(doctor, version + "-former");
        return changes(
                by.imported(model(doctor, version)),
                by.challenged(book.role(doctor), version, share),
                by.ready(doctor, version));
    }

    private static ModelVersion model(String doctor, String version) {
        return ModelVersion.newBuilder()
                .setDoctor(doctor)
                .setVersion(version)
                .setName("starter")
                .setLocation("here")
                .setPublishedAt(SyntheticCases.T0)
                .build();
    }

    JourneyStory changes(ModelChange... changes) {
        for (ModelChange change : changes) {
            book = book.apply(change);
            arrives(Topics.MODELS, change.getRole(), change);
        }
        return this;
    }

    JourneyStory arrives(String topic, String caseId, SpecificRecord record) {
        return bytesArrive(topic, caseId, serdes.serializer().serialize(topic, record));
    }

    JourneyStory bytesArrive(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
        arrived.computeIfAbsent(topic, none -> new ArrayList<>()).add(new KeyValue<>(key, value));
        return this;
    }

    /** What came to a topic, by where it lies: partitions and offsets are those of the test driver. */
    Event at(Coordinates input) {
        KeyValue<String, byte[]> record = arrived.get(input.getTopic()).get((int) input.getOffset());
        return inputs.read(input.getTopic(), record.key.getBytes(StandardCharsets.UTF_8), record.value)
                .event();
    }

    JourneyStory answered(Answer answer) {
        String topic =
                switch (answer.getRole()) {
                    case TRIAGE -> Topics.TRIAGE_ANSWERS;
                    case SPECIALIST -> Topics.OPINIONS;
                    case ATTENDING -> Topics.ATTENDING_ANSWERS;
                };
        return arrives(topic, answer.getCaseId(), answer);
    }

    JourneyStory passes(Duration time) {
        driver.advanceWallClockTime(time);
        return this;
    }

    Request triageRequest(Lane lane) {
        return only(read(Topics.triageRequests(lane), Request.class));
    }

    /** A whole case; returns its triage request. */
    Request decide(String caseId) {
        arrives(Topics.CASES_ACCEPTED, caseId, SyntheticCases.caseOf(caseId).build());
        Request triage = triageRequest(Lane.ROUTINE);
        answered(SyntheticCases.says(triage, "Radiologist"));
        consults("Radiologist").forEach(consult -> answered(SyntheticCases.says(consult, "yes")));
        answered(SyntheticCases.says(attendingRequest(), "yes"));
        return triage;
    }

    List<Request> consults(String department) {
        return read(Topics.consults(department, "", Lane.ROUTINE), Request.class);
    }

    Request attendingRequest() {
        return only(read(Topics.attendingRequests(Lane.ROUTINE), Request.class));
    }

    Verdict verdict() {
        return only(read(Topics.VERDICTS, Verdict.class));
    }

    List<Verdict> verdicts() {
        return read(Topics.VERDICTS, Verdict.class);
    }

    List<Reply> replies() {
        return read(Topics.replies("demo"), Reply.class);
    }

    List<JournalEntry> journal() {
        return read(Topics.JOURNAL, JournalEntry.class);
    }

    List<Policy> policies() {
        return read(Topics.POLICIES, Policy.class);
    }

    DeadLetter deadLetter() {
        return only(deadLetters());
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS, DeadLetter.class);
    }

    /** The values of a metric's series, as Prometheus sees them. */
    List<String> metric(String name) {
        return monitor.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .toList();
    }

    Optional<JourneyRecord> state(String caseId) {
        return Optional.ofNullable(driver.<String, JourneyRecord>getKeyValueStore(JourneyTopology.JOURNEYS)
                .get(caseId));
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return driver.createOutputTopic(
                        topic, new StringDeserializer(), serdes.serde(type).deserializer())
                .readValuesToList();
    }

    private static <T> T only(List<T> records) {
        if (records.size() != 1) {
            throw new AssertionError("expected one record, found " + records);
        }
        return records.get(0);
    }

    @Override
    public void close() {
        driver.close();
        monitor.close();
    }
}
