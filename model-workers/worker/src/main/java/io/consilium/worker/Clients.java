package io.consilium.worker;

import io.consilium.topic.Lane;
import io.consilium.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens the Kafka clients of a worker, each with what its part in the guarantees asks for. */
class Clients {
    private static final int LARGEST_RECORD = TopicCatalogue.LARGE + (1 << 20);

    /**
     * A share consumer with a limit of records asks one broker after the other; one that has no request for it must not
     * keep it waiting while another has.
     */
    private static final int ASK_ONE_BROKER_MS = 100;

    private final WorkerSettings settings;

    Clients(WorkerSettings settings) {
        this.settings = settings;
    }

    Admin admin() {
        return Admin.create(settings.kafka().with(Map.of()));
    }

    /** Idempotent, acknowledged by all replicas. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return new KafkaProducer<>(
                settings.kafka().with(properties), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param most how many records it may hold */
    ShareConsumer<byte[], byte[]> consumer(Lane lane, int number, int most) {
        Map<String, Object> properties = new HashMap<>();
        String id = settings.name() + "-" + lane.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, id);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, ShareGroups.group(settings, lane));
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ASK_ONE_BROKER_MS);
        return new KafkaShareConsumer<>(
                settings.kafka().with(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
