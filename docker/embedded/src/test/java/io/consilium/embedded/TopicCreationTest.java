package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.consilium.department.DepartmentsFile;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import io.consilium.topic.Retention;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue's topics on a real broker. */
class TopicCreationTest {
    private static final short ALONE = 1;

    private final TopicCatalogue catalogue = catalogue(2);

    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterEach
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void createsEveryTopicAsTheCatalogueSays() throws Exception {
        new TopicCreation(admin, ALONE).create(catalogue);
        List<String> names = catalogue.topics().stream().map(Topic::name).toList();
        assertThat(admin.listTopics().names().get()).containsAll(names);
        var found = admin.describeTopics(names).allTopicNames().get();
        for (Topic topic : catalogue.topics()) {
            assertThat(found.get(topic.name()).partitions()).as(topic.name()).hasSize(topic.partitions());
            Config config = config(topic.name());
            assertThat(config.get("max.message.bytes").value()).isEqualTo(String.valueOf(topic.maxMessageBytes()));
            assertThat(config.get("cleanup.policy").value())
                    .isEqualTo(topic.retention() instanceof Retention.Compact ? "compact" : "delete");
        }
    }

    @Test
    void changesNothingTheSecondTime() {
        TopicCreation creation = new TopicCreation(admin, ALONE);
        assertThat(creation.create(catalogue)).hasSameSizeAs(catalogue.topics());
        assertThat(creation.create(catalogue)).isEmpty();
    }

    @Test
    void addsWhatIsMissing() throws Exception {
        TopicCreation creation = new TopicCreation(admin, ALONE);
        creation.create(catalogue);
        admin.deleteTopics(List.of("verdicts")).all().get();
        await().until(() -> !admin.listTopics().names().get().contains("verdicts"));
        assertThat(creation.create(catalogue)).containsExactly("verdicts");
    }

    @Test
    void keepsForEverWhatWasCompactedBefore() throws Exception {
        NewTopic compacted = new NewTopic("models", 1, ALONE).configs(Map.of("cleanup.policy", "compact"));
        admin.createTopics(List.of(compacted)).all().get();

        new TopicCreation(admin, ALONE).create(catalogue);

        assertThat(config("models").get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config("models").get("retention.ms").value()).isEqualTo("-1");
    }

    @Test
    void letsTwoCreateAtTheSameTime() {
        CompletableFuture<List<String>> other =
                CompletableFuture.supplyAsync(() -> new TopicCreation(admin, ALONE).create(catalogue));
        List<String> own = new TopicCreation(admin, ALONE).create(catalogue);
        assertThat(own.size() + other.join().size())
                .isEqualTo(catalogue.topics().size());
    }

    @Test
    void namesEveryTopicThatDoesNotFit() {
        TopicCreation creation = new TopicCreation(admin, ALONE);
        creation.create(catalogue);
        ConfigurationException refusal =
                catchThrowableOfType(ConfigurationException.class, () -> creation.create(catalogue(3)));
        assertThat(refusal.problems()).hasSizeGreaterThan(5).anySatisfy(problem -> assertThat(problem)
                .contains("cases has 2 partitions, the catalogue wants 3"));
    }

    @Test
    void saysWhenTheBrokerRefuses() {
        TopicCreation threefold = new TopicCreation(admin, (short) 3);
        assertThat(catchThrowableOfType(TransientException.class, () -> threefold.create(catalogue)))
                .hasMessageContaining("the broker refused");
    }

    private Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static TopicCatalogue catalogue(int partitions) {
        return TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), partitions);
    }
}
