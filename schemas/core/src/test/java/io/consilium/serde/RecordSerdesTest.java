package io.consilium.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.consilium.record.Case;
import io.consilium.record.Source;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
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
    void readsWhatAnotherVersionWrote() throws Exception {
        Schema other = SchemaParser.parseSingle("""
                {"type":"record","name":"Source","namespace":"io.consilium.record","fields":[
                {"name":"since","type":"string"},{"name":"messageId","type":"string"},{"name":"system","type":"string"}]}""");
        int id = registry.register("cases-io.consilium.record.Source", new AvroSchema(other));
        Deserializer<Source> deserializer = serdes.serde(Source.class).deserializer();
        for (String message : List.of("m-1", "m-2", "m-3")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
            Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            encoder.writeString("later");
            encoder.writeString(message);
            encoder.writeString("cli");
            assertThat(deserializer.deserialize("cases", bytes.toByteArray())).isEqualTo(new Source("cli", message));
        }
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
