package io.consilium.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.consilium.record.Case;
import io.consilium.record.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.SchemaParser;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class RecordSerdesTest {
    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final RecordSerdes serdes = new RecordSerdes(registry, "mock://unused");
    private final Case published = SyntheticCase.whole();

    @Test
    void readsWhatItWrote() {
        Serde<Case> serde = serdes.serde(Case.class);
        byte[] bytes = serde.serializer().serialize("cases", published);
        assertThat(serde.deserializer().deserialize("cases", bytes)).isEqualTo(published);
    }

    @Test
    void writesWhatTheGenuineSerializerWritesFromTheFirstRecordOn() {
        Serializer<SpecificRecord> serializer = serdes.serializer();
        byte[] genuine = serializer.serialize("cases", published);
        Case other = Case.newBuilder(published).setQuestion("another question").build();

        assertThat(serializer.serialize("cases", published)).isEqualTo(genuine);
        assertThat(serializer.serialize("cases", other))
                .isEqualTo(serdes.serializer().serialize("cases", other));
    }

    @Test
    void leavesTombstonesAlone() {
        Serde<Case> serde = serdes.serde(Case.class);
        assertThat(serde.serializer().serialize("cases", null)).isNull();
        assertThat(serde.deserializer().deserialize("cases", null)).isNull();
    }

    @Test
    void registersBySubjectOfTopicAndRecord() throws Exception {
        serdes.serializer().serialize("cases", published);
        serdes.serializer().serialize("cases", new Source("cli", "m-1"));
        assertThat(registry.getAllSubjects())
                .containsExactlyInAnyOrder("cases-io.consilium.record.Case", "cases-io.consilium.record.Source");
    }

    @Test
    void registersTheSchemaThatItsHistoryHolds() throws Exception {
        byte[] bytes = serdes.serializer().serialize("cases", published);
        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        String kept = Files.readString(Path.of("src/main/avro-history/Case/v1.avsc"));
        assertThat(new SchemaParser()
                        .parse(registry.getSchemaById(1).canonicalString())
                        .mainSchema())
                .isEqualTo(SchemaParser.parseSingle(kept));
    }

    @Test
    void sharesAMockRegistryByName() {
        byte[] bytes = RecordSerdes.at("mock://serdes-test")
                .serde(Case.class)
                .serializer()
                .serialize("cases", published);
        assertThat(RecordSerdes.at("mock://serdes-test")
                        .serde(Case.class)
                        .deserializer()
                        .deserialize("cases", bytes))
                .isEqualTo(published);
    }

    @Test
    void refusesARecordOfAnotherType() {
        byte[] bytes = serdes.serializer().serialize("cases", new Source("cli", "m-1"));
        assertThatThrownBy(() -> serdes.serde(Case.class).deserializer().deserialize("cases", bytes))
                .isInstanceOf(ClassCastException.class);
    }
}
