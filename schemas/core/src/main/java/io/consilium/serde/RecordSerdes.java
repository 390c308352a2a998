package io.consilium.serde;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes of our records in the Confluent wire format (0, schema id, Avro binary).
 *
 * <p>A topic may hold several record types, so subjects are named by topic and record. All serdes of one instance share
 * one registry client; the instance is safe for threads, a single serde belongs to one thread.
 */
public final class RecordSerdes {
    private static final int CACHED_SCHEMAS = 1000;

    private final SchemaRegistryClient client;
    private final Map<String, Object> settings;

    public RecordSerdes(SchemaRegistryClient client, String registryUrl) {
        AvroTrust.ensure();
        this.client = client;
        this.settings = Map.of(
                AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG,
                registryUrl,
                AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS,
                true,
                AbstractKafkaSchemaSerDeConfig.VALUE_SUBJECT_NAME_STRATEGY,
                TopicRecordNameStrategy.class,
                KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG,
                true,
                "avro.remove.java.properties",
                true);
    }

    /** Serdes over the registry at an address; {@code mock://NAME} is an in-memory one for tests. */
    public static RecordSerdes at(String registryUrl) {
        return at(registryUrl, Map.of());
    }

    /** @param client how the registry's client proves who it is, by its own names */
    public static RecordSerdes at(String registryUrl, Map<String, String> client) {
        if (registryUrl.startsWith("mock://")) {
            String scope = registryUrl.substring("mock://".length());
            return new RecordSerdes(
                    io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry.getClientForScope(scope),
                    registryUrl);
        }
        return new RecordSerdes(new CachedSchemaRegistryClient(registryUrl, CACHED_SCHEMAS, client), registryUrl);
    }

    public Serializer<SpecificRecord> serializer() {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer(client);
        serializer.configure(settings, false);
        return new RecordSerializer(serializer);
    }

    public SchemaCheck check() {
        return new SchemaCheck(client);
    }

    /** A decoder of one topic, which says what is wrong with a record it cannot read. */
    public RecordDecoder decoder() {
        return new RecordDecoder(client, deserializer());
    }

    public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
        Serializer<SpecificRecord> serializer = serializer();
        Deserializer<SpecificRecord> deserializer = deserializer();
        return Serdes.serdeFrom(
                (topic, record) -> serializer.serialize(topic, record),
                (topic, bytes) -> type.cast(deserializer.deserialize(topic, bytes)));
    }

    private Deserializer<SpecificRecord> deserializer() {
        KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(client);
        deserializer.configure(settings, false);
        return new RecordDeserializer(deserializer, client);
    }
}
