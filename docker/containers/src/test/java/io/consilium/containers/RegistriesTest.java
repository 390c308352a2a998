package io.consilium.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.record.Cancel;
import io.consilium.record.Source;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The genuine Confluent clients and ours, with each other's bytes, against our registry and one that is not ours. */
@TestInstance(Lifecycle.PER_CLASS)
class RegistriesTest {
    private static final String TOPIC = "cases";

    private EmbeddedKafka kafka;
    private EmbeddedRegistry ours;
    private Apicurio independent;

    private enum Registry {
        OURS,
        INDEPENDENT
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        independent = Apicurio.start();
        kafka = EmbeddedKafka.start(directory, 0);
        ours = EmbeddedRegistry.start(KafkaConnection.plain(kafka.bootstrap()), 0);
    }

    @AfterAll
    void stop() {
        independent.close();
        ours.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatConfluentWroteAndWriteItAlike(Registry where) {
        Cancel cancel = cancel();
        byte[] theirs;
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(Map.of("schema.registry.url", url(where)), false);
            theirs = serializer.serialize(TOPIC, cancel);
        }
        RecordSerdes serdes = RecordSerdes.at(url(where));

        assertThat(serdes.decoder().decode(TOPIC, theirs, List.of(Cancel.class)))
                .isEqualTo(cancel);
        byte[] own = serdes.serializer().serialize("replies.demo", cancel);
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(Map.of("schema.registry.url", url(where), "specific.avro.reader", true), false);
            assertThat(deserializer.deserialize("replies.demo", own)).isEqualTo(cancel);
        }
        assertThat(afterTheId(own)).isEqualTo(afterTheId(theirs));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseASchemaThatOldRecordsDoNotFit(Registry where) throws Exception {
        CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(url(where), 10);
        client.register("grown-value", new AvroSchema(record("{\"name\":\"a\",\"type\":\"string\"}")));
        AvroSchema grown =
                new AvroSchema(record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"string\"}"));

        assertThatThrownBy(() -> client.register("grown-value", grown))
                .isInstanceOfSatisfying(RestClientException.class, refusal -> assertThat(refusal.getStatus())
                        .isEqualTo(409));
    }

    /** Ours registers schemas in their normal form, so their ids need not be the same. */
    private static byte[] afterTheId(byte[] record) {
        return Arrays.copyOfRange(record, 5, record.length);
    }

    private String url(Registry where) {
        return where == Registry.OURS ? ours.url() : independent.url();
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Grown\",\"fields\":[" + fields + "]}");
    }

    private static Cancel cancel() {
        return Cancel.newBuilder()
                .setCaseId("c-1")
                .setSource(new Source("demo", "cancel-1"))
                .setCancelledAt(Instant.ofEpochMilli(1))
                .setReason("synthetic")
                .build();
    }
}
