package io.consilium.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the bytes of a record can be bad, and every way in which the registry can be away. */
class RecordDecoderTest {
    private static final String TOPIC = "cases";
    private static final List<Class<? extends SpecificRecord>> CASES = List.of(Case.class, Cancel.class);

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final RecordSerdes serdes = new RecordSerdes(registry, "mock://unused");
    private final RecordDecoder decoder = serdes.decoder();
    private final Case published = SyntheticCase.whole();

    @Test
    void readsWhatWasWritten() {
        assertThat(decoder.decode(TOPIC, bytes(published), CASES)).isEqualTo(published);
        Cancel cancel = new Cancel("c-1", new Source("cli", "m-1"), Instant.ofEpochMilli(5), null, null);
        assertThat(decoder.decode(TOPIC, bytes(cancel), CASES)).isEqualTo(cancel);
    }

    @Test
    void refusesAnEmptyRecord() {
        assertThat(refusal(null).code()).isEqualTo("EMPTY_RECORD");
        assertThat(refusal(new byte[0]).code()).isEqualTo("EMPTY_RECORD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"question\":\"json\"}",
                "x",
                "\u0001\u0000\u0000\u0000\u0001abc",
                "\u0000",
                "\u0000\u0000\u0000\u0000"
            })
    void refusesWhatIsNoConfluentRecord(String text) {
        PoisonException refusal = refusal(text.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal.code()).isEqualTo("UNKNOWN_MAGIC_BYTE");
        assertThat(refusal).hasMessageContaining("Confluent Avro serializer").hasMessageNotContaining("question");
    }

    @Test
    void refusesASchemaThatNobodyRegistered() {
        byte[] bytes = bytes(published);
        ByteBuffer.wrap(bytes).putInt(1, 4711);
        assertThat(refusal(bytes).code()).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(refusal(bytes)).hasMessageContaining("id 4711");
    }

    @Test
    void refusesOneOfOurRecordsInTheWrongTopic() {
        byte[] bytes = bytes(new Source("cli", "m-1"));
        assertThat(refusal(bytes).code()).isEqualTo("WRONG_RECORD");
        assertThat(refusal(bytes)).hasMessage("Topic cases takes Case or Cancel, not Source.");
    }

    @Test
    void refusesARecordThatIsNotOurs() throws Exception {
        int id = registry.register(
                "strangers",
                new AvroSchema(
                        "{\"type\":\"record\",\"name\":\"Stranger\",\"namespace\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}"));
        byte[] bytes = {0, 0, 0, 0, (byte) id, 2, 'a'};
        assertThat(refusal(bytes).code()).isEqualTo("WRONG_RECORD");
    }

    @Test
    void refusesASchemaThatIsNoRecord() throws Exception {
        int id = registry.register("texts", new AvroSchema("\"string\""));
        byte[] bytes = {0, 0, 0, 0, (byte) id, 2, 'a'};
        assertThat(refusal(bytes).code()).isEqualTo("WRONG_RECORD");
    }

    @Test
    void refusesARecordCutShortAnywhere() {
        byte[] whole = bytes(published);
        for (int length = 5; length < whole.length; length++) {
            PoisonException refusal = refusal(Arrays.copyOf(whole, length));
            assertThat(refusal.code()).as("cut after %d bytes", length).isEqualTo("UNREADABLE");
        }
    }

    @Test
    void refusesOrReadsButNeverFailsOtherwiseWhenAByteIsWrong() {
        byte[] whole = bytes(published);
        for (int at = 5; at < whole.length; at++) {
            for (int flip : new int[] {0x80, 0xff, 0x01}) {
                byte[] broken = whole.clone();
                broken[at] ^= (byte) flip;
                try {
                    assertThat(decoder.decode(TOPIC, broken, CASES)).isInstanceOf(Case.class);
                } catch (PoisonException e) {
                    assertThat(e.code()).isEqualTo("UNREADABLE");
                }
            }
        }
    }

    @Test
    void refusesALengthBeyondReasonWithoutTakingTheMemory() {
        byte[] header = Arrays.copyOf(bytes(published), 5);
        byte[] twoGigabytes = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        byte[] oneGigabyte = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};
        for (byte[] length : List.of(twoGigabytes, oneGigabyte)) {
            byte[] bytes = ByteBuffer.allocate(64).put(header).put(length).array();
            assertThat(refusal(bytes).code()).isEqualTo("UNREADABLE");
        }
    }

    @Test
    void refusesTheSameAfterAGoodRecordOfTheSchema() {
        assertThat(decoder.decode(TOPIC, bytes(published), CASES)).isEqualTo(published);
        refusesARecordCutShortAnywhere();
        refusesALengthBeyondReasonWithoutTakingTheMemory();
        doesNotQuotePatientData();
    }

    @Test
    void doesNotQuotePatientData() {
        byte[] broken = bytes(published);
        assertThat(refusal(Arrays.copyOf(broken, broken.length - 3)).getMessage())
                .doesNotContain(published.getQuestion())
                .contains("does not fit its schema");
    }

    @Test
    void waitsForARegistryThatIsAway() {
        assertTransient(new java.net.ConnectException("Connection refused"));
        assertTransient(new java.net.SocketTimeoutException("Read timed out"));
        assertTransient(new java.net.UnknownHostException("registry"));
        assertTransient(new IOException("premature end"));
        assertTransient(new RestClientException("Error in the backend data store", 500, 50001));
        assertTransient(new RestClientException("Unauthorized", 401, 401));
        assertTransient(new RestClientException("HTTP 404 Not Found", 404, 404));
    }

    private void assertTransient(Exception failure) {
        SchemaRegistryClient away = new MockSchemaRegistryClient() {
            @Override
            public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
                if (failure instanceof RestClientException refused) {
                    throw refused;
                }
                throw (IOException) failure;
            }
        };
        RecordDecoder waiting = new RecordSerdes(away, "mock://unused").decoder();
        assertThatThrownBy(() -> waiting.decode(TOPIC, bytes(published), CASES))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("schema registry");
    }

    private byte[] bytes(SpecificRecord record) {
        return serdes.serializer().serialize(TOPIC, record);
    }

    private PoisonException refusal(byte[] bytes) {
        return catchThrowableOfType(PoisonException.class, () -> decoder.decode(TOPIC, bytes, CASES));
    }
}
