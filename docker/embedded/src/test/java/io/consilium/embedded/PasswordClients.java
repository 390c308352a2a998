package io.consilium.embedded;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.consilium.topic.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of a broker that asks for passwords, each principal's made of its name. */
record PasswordClients(String bootstrap) {
    static String password(String principal) {
        return "password-of-" + principal;
    }

    Admin admin(String principal) {
        return Admin.create(connection(principal).with(Map.of()));
    }

    KafkaProducer<String, String> producer(String principal, Map<String, Object> own) {
        return new KafkaProducer<>(connection(principal).with(own), new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer(String principal, Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(
                connection(principal).with(settings), new StringDeserializer(), new StringDeserializer());
    }

    void commit(String principal, String topic, String group) {
        try (KafkaConsumer<String, String> consumer = consumer(principal, Map.of("group.id", group))) {
            consumer.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
        }
    }

    void begin(String principal, String transactionalId) {
        try (KafkaProducer<String, String> producer =
                producer(principal, Map.of("transactional.id", transactionalId))) {
            producer.initTransactions();
        }
    }

    Throwable refusal(String principal, String password) {
        try (Admin stranger = Admin.create(connection(principal, password).with(Map.of()))) {
            return catchThrowable(() -> stranger.listTopics().names().get()).getCause();
        }
    }

    private KafkaConnection connection(String principal) {
        return connection(principal, password(principal));
    }

    private KafkaConnection connection(String principal, String password) {
        return new KafkaConnection(bootstrap, Secured.client(principal, password), Map.of());
    }

    static boolean mayRead(KafkaConsumer<String, String> consumer, String topic) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        consumer.seekToBeginning(consumer.assignment());
        try {
            for (int polls = 0; polls < 120; polls++) {
                if (!consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                    return true;
                }
            }
        } catch (TopicAuthorizationException e) {
            return false;
        }
        throw new AssertionError("neither records nor a refusal from " + topic);
    }

    static boolean mayWrite(KafkaProducer<String, String> producer, String topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                return false;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
