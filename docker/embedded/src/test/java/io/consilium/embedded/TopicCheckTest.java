package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.topic.Application;
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCheck;
import io.consilium.topic.TopicCreation;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCheckTest {
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), 4);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private Admin admin;
    private TopicCheck check;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(kafka.connection().with(Map.of()));
        check = new TopicCheck(admin);
    }

    @AfterEach
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void shouldNameTopicsThatAreNotThereWithTheCure() {
        assertThat(check.partitions()).isEmpty();
        assertThat(check.problems(CATALOGUE, Application.FEEDBACK))
                .singleElement()
                .asString()
                .contains("cases.accepted, verdicts, outcomes, samples, dead-letters")
                .contains("'consilium topics apply'");
    }

    @Test
    void shouldFindNothingWrongWithTheTopicsOfTheCatalogue() {
        create();

        assertThat(check.partitions()).hasValue(4);
        for (Application application : Application.values()) {
            assertThat(check.problems(CATALOGUE, application))
                    .as(application.id())
                    .isEmpty();
        }
    }

    @Test
    void shouldNameEachSettingThatDoesNotFit() throws ExecutionException, InterruptedException {
        create();
        set(Topics.CASES, "max.message.bytes", "1000");
        set(Topics.POLICIES, "cleanup.policy", "delete");

        assertThat(check.problems(CATALOGUE, Application.INTAKE))
                .containsExactly("cases has max.message.bytes=1000, the catalogue wants 6291456;"
                        + " 'consilium topics apply' sets it");
        assertThat(check.problems(CATALOGUE, Application.JOURNEY))
                .containsExactly("policies has cleanup.policy=delete, the catalogue wants compact;"
                        + " 'consilium topics apply' sets it");
    }

    @Test
    void shouldTakeMorePartitionsWhereNoStoreDependsOnThem() throws ExecutionException, InterruptedException {
        create();
        addPartitions(Topics.CASES);
        addPartitions(Topics.JOURNAL);
        addPartitions(Topics.OPINIONS);

        assertThat(check.problems(CATALOGUE, Application.INTAKE)).isEmpty();
        assertThat(check.problems(CATALOGUE, Application.JOURNEY))
                .singleElement()
                .asString()
                .startsWith("opinions has 6 partitions where 4 go with cases.accepted")
                .contains("would not meet in one task");
    }

    private void create() {
        new TopicCreation(admin, Replication.ALONE).create(CATALOGUE);
    }

    private void addPartitions(String topic) throws ExecutionException, InterruptedException {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(6))).all().get();
    }

    private void set(String topic, String name, String value) throws ExecutionException, InterruptedException {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all()
                .get();
    }
}
