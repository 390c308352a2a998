package io.consilium.embedded;

import static org.awaitility.Awaitility.await;

import io.consilium.access.AccessPlan;
import io.consilium.access.AccessRules;
import io.consilium.department.DepartmentsFile;
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicPlan;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker that asks for passwords, with the catalogue's topics, a foreign one, and the rules of who may do what. */
final class AccessScene implements AutoCloseable {
    private static final String FOREIGN = "of-another-tenant";
    static final List<String> PRINCIPALS = Stream.of(
                    "source-his",
                    "source-pacs",
                    "clinician",
                    "intake",
                    "journey",
                    "feedback",
                    "worker",
                    "trainer",
                    "operator",
                    "steward",
                    "registry",
                    "auditor")
            .map(name -> "consilium-" + name)
            .toList();

    static final AccessRules RULES = AccessRules.of(catalogue(), sources("his", "pacs"));

    final PasswordClients clients;
    final Admin admin;
    private final EmbeddedKafka kafka;

    AccessScene(Path directory) throws Exception {
        Map<String, String> passwords = new HashMap<>();
        PRINCIPALS.forEach(name -> passwords.put(name, PasswordClients.password(name)));
        passwords.put(Secured.ADMINISTRATOR, PasswordClients.password(Secured.ADMINISTRATOR));
        kafka = EmbeddedKafka.start(directory, 0, Map.of(), Secured.byPassword("brokers-own", passwords));
        clients = new PasswordClients(kafka.bootstrap());
        admin = clients.admin(Secured.ADMINISTRATOR);
        TopicPlan.of(admin, catalogue(), Replication.ALONE).apply(admin, catalogue(), Replication.ALONE);
        admin.createTopics(Stream.of(Topics.SCHEMAS, FOREIGN)
                        .map(name -> new NewTopic(name, 1, (short) 1))
                        .toList())
                .all()
                .get();
        try (KafkaProducer<String, String> producer = clients.producer(Secured.ADMINISTRATOR, Map.of())) {
            for (String topic : topics()) {
                producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get();
            }
        }
        AccessPlan.of(admin, RULES).grant(admin);
        await().until(() -> AccessPlan.of(admin, RULES).missing().isEmpty());
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }

    static List<String> topics() {
        List<String> names =
                new ArrayList<>(catalogue().topics().stream().map(Topic::name).toList());
        names.addAll(List.of(Topics.SCHEMAS, FOREIGN));
        return names;
    }

    /** One department is like the others. */
    private static TopicCatalogue catalogue() {
        TopicCatalogue all = TopicCatalogue.of(DepartmentsFile.bundled(), sources("his", "pacs"), 1);
        return new TopicCatalogue(all.topics().stream()
                .filter(topic ->
                        !topic.name().startsWith("consults.") || topic.name().startsWith("consults.radiologist"))
                .toList());
    }

    private static Sources sources(String... names) {
        return new Sources(List.of(names));
    }
}
