package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Outcome;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our serdes and the embedded registry, as every application uses them. */
class RecordsOverRegistryTest {
    private static final List<Class<? extends SpecificRecord>> OUTCOMES = List.of(Outcome.class);

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;

    @BeforeEach
    void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory, 0);
        registry = EmbeddedRegistry.start(kafka.connection(), 0);
    }

    @AfterEach
    void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void carryARecordFromOneClientToAnother() {
        byte[] bytes = serdes().serializer().serialize(Topics.OUTCOMES, outcome());
        assertThat(serdes().decoder().decode(Topics.OUTCOMES, bytes, OUTCOMES)).isEqualTo(outcome());
    }

    @Test
    void keepDocumentationAndSensitivityInTheRegistry() throws Exception {
        serdes().serializer().serialize(Topics.OUTCOMES, outcome());
        String schema = new CachedSchemaRegistryClient(registry.url(), 10)
                .getLatestSchemaMetadata("outcomes-io.consilium.record.Outcome")
                .getSchema();
        assertThat(schema)
                .contains("\"sensitivity\":\"PHI\"")
                .contains("What a clinician confirmed")
                .doesNotContain("avro.java");
    }

    @Test
    void refuseASchemaIdThatNobodyKnows() {
        byte[] bytes = serdes().serializer().serialize(Topics.OUTCOMES, outcome());
        ByteBuffer.wrap(bytes).putInt(1, 4711);
        assertThat(catchThrowableOfType(PoisonException.class, () -> serdes().decoder()
                                .decode(Topics.OUTCOMES, bytes, OUTCOMES))
                        .code())
                .isEqualTo("UNKNOWN_SCHEMA");
    }

    @Test
    void readWhatALaterVersionWrote() throws Exception {
        byte[] bytes = serdes().serializer().serialize(Topics.OUTCOMES, outcome());
        CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10);
        String subject = "outcomes-io.consilium.record.Outcome";
        String today = client.getLatestSchemaMetadata(subject).getSchema();
        String later = today.replaceFirst(
                "\"fields\":\\[", "\"fields\":[{\"name\":\"certainty\",\"type\":\"int\",\"default\":0},");
        ByteBuffer evolved = ByteBuffer.allocate(bytes.length + 1).put(bytes, 0, 1);
        evolved.putInt(client.register(subject, new AvroSchema(later)));
        evolved.put((byte) 8).put(bytes, 5, bytes.length - 5);
        assertThat(serdes().decoder().decode(Topics.OUTCOMES, evolved.array(), OUTCOMES))
                .isEqualTo(outcome());
    }

    @Test
    void waitForARegistryThatIsAwayAndThenGoOn() {
        byte[] bytes = serdes().serializer().serialize(Topics.OUTCOMES, outcome());
        var known = serdes().decoder();
        known.decode(Topics.OUTCOMES, bytes, OUTCOMES);
        int port = Integer.parseInt(registry.url().replaceAll(".*:", ""));
        registry.close();
        var unknown = serdes().decoder();
        assertThatThrownBy(() -> unknown.decode(Topics.OUTCOMES, bytes, OUTCOMES))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("schema registry");
        assertThat(known.decode(Topics.OUTCOMES, bytes, OUTCOMES)).isEqualTo(outcome());
        registry = EmbeddedRegistry.start(kafka.connection(), port);
        assertThat(unknown.decode(Topics.OUTCOMES, bytes, OUTCOMES)).isEqualTo(outcome());
    }

    private RecordSerdes serdes() {
        return RecordSerdes.at(registry.url());
    }

    private static Outcome outcome() {
        return new Outcome("c-1", "yes", "synthetic-clinician", Instant.ofEpochMilli(1_700_000_000_000L), null, null);
    }
}
