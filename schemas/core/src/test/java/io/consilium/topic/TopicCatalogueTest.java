package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.consilium.department.DepartmentsFile;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Priority;
import io.consilium.record.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCatalogueTest {
    private final TopicCatalogue catalogue = Catalogues.bundled();

    @Test
    void namesEachTopicOnceAndAsKafkaAllows() {
        assertThat(catalogue.topics()).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(catalogue.topics()).extracting(Topic::name).allSatisfy(name -> assertThat(name)
                .matches("[a-z0-9.-]{1,249}"));
    }

    @Test
    void saysOfEachTopicWhoWritesAndWhoReads() {
        assertThat(catalogue.topics()).allSatisfy(topic -> {
            assertThat(topic.writers()).isNotEmpty();
            assertThat(topic.readers()).isNotEmpty();
            assertThat(topic.records()).isNotEmpty();
            assertThat(topic.about()).endsWith(".");
        });
    }

    @Test
    void letsTheAuditorReadEverything() {
        assertThat(catalogue.topics())
                .allSatisfy(topic -> assertThat(topic.readers()).contains(Application.AUDITOR));
    }

    @Test
    void givesWhatMeetsInTheJourneyTheSamePartitions() {
        assertThat(catalogue.topics())
                .filteredOn(topic ->
                        topic.readers().contains(Application.JOURNEY) && topic.retention() instanceof Retention.Delete)
                .extracting(Topic::name, Topic::partitions)
                .containsExactlyInAnyOrder(
                        tuple(Topics.CASES_ACCEPTED, Catalogues.PARTITIONS),
                        tuple(Topics.TRIAGE_ANSWERS, Catalogues.PARTITIONS),
                        tuple(Topics.OPINIONS, Catalogues.PARTITIONS),
                        tuple(Topics.ATTENDING_ANSWERS, Catalogues.PARTITIONS),
                        tuple(Topics.OUTCOMES, Catalogues.PARTITIONS));
    }

    @Test
    void givesWhatMeetsInTheFeedbackTheSamePartitions() {
        assertThat(catalogue.topics())
                .filteredOn(topic -> topic.readers().contains(Application.FEEDBACK))
                .extracting(Topic::name, Topic::partitions)
                .containsExactlyInAnyOrder(
                        tuple(Topics.CASES_ACCEPTED, Catalogues.PARTITIONS),
                        tuple(Topics.VERDICTS, Catalogues.PARTITIONS),
                        tuple(Topics.OUTCOMES, Catalogues.PARTITIONS));
    }

    @Test
    void knowsWhatLiesWhere() {
        assertThat(catalogue.topic("cases").records()).containsExactly(Case.class, Cancel.class);
        assertThat(catalogue.topic("consults.radiologist.urgent").records()).containsExactly(Request.class);
        assertThat(catalogue.topic("opinions").records()).containsExactly(Answer.class);
        assertThat(catalogue.topic("cases").maxMessageBytes()).isGreaterThan(5_000_000);
        assertThat(catalogue.topic("dead-letters").maxMessageBytes())
                .isGreaterThan(catalogue.topic("cases").maxMessageBytes());
        assertThatThrownBy(() -> catalogue.topic("gossip")).hasMessageContaining("gossip");
    }

    @Test
    void hasALaneForUrgentCases() {
        assertThat(Topics.triageRequests(Lane.of(Priority.URGENT))).isEqualTo("triage.requests.urgent");
        assertThat(Topics.triageRequests(Lane.of(Priority.ROUTINE))).isEqualTo("triage.requests");
        assertThat(Topics.consults("Nuclear Medicine", "gpu", Lane.URGENT))
                .isEqualTo("consults.nuclear-medicine.gpu.urgent");
        assertThat(Topics.replies("pacs")).isEqualTo("replies.pacs");
    }

    @Test
    void growsWithTheDepartmentsFileAlone(@TempDir Path directory) throws Exception {
        String bundled = Files.readString(Path.of("src/main/resources/departments.yaml"));
        Path file = directory.resolve("departments.yaml");
        Files.writeString(
                file,
                bundled
                        + "  - name: Nuclear Medicine\n    seats: [{doctor: specialist, pool: gpu}, {doctor: specialist}]\n");
        TopicCatalogue grown = TopicCatalogue.of(DepartmentsFile.read(file), Sources.bundled(), 4);
        List<String> added = grown.topics().stream()
                .map(Topic::name)
                .filter(name -> catalogue.topics().stream()
                        .noneMatch(topic -> topic.name().equals(name)))
                .toList();
        assertThat(added)
                .containsExactlyInAnyOrder(
                        "consults.nuclear-medicine",
                        "consults.nuclear-medicine.urgent",
                        "consults.nuclear-medicine.gpu",
                        "consults.nuclear-medicine.gpu.urgent");
    }

    @Test
    void turnsIntoSettingsOfTheBroker() {
        assertThat(TopicCreation.settings(catalogue.topic("cases"), Replication.ALONE))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000")
                .containsEntry("max.message.bytes", "6291456")
                .containsEntry("min.insync.replicas", "1");
        assertThat(TopicCreation.settings(catalogue.topic("policies"), Replication.ALONE))
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
        assertThat(TopicCreation.settings(catalogue.topic("models"), Replication.ALONE))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void movesToRemoteStorageWhatIsKeptLongWhereBrokersHaveSuch() {
        Replication tiered = new Replication(3, 2, true);
        assertThat(TopicCreation.settings(catalogue.topic("journal"), tiered))
                .containsEntry("remote.storage.enable", "true")
                .containsEntry("local.retention.ms", "604800000")
                .containsEntry("retention.ms", String.valueOf(3653L * 86_400_000));
        for (String kept : List.of("cases", "policies", "models")) {
            assertThat(TopicCreation.settings(catalogue.topic(kept), tiered))
                    .doesNotContainKey("remote.storage.enable");
        }
        assertThat(TopicCreation.settings(catalogue.topic("journal"), Replication.ALONE))
                .doesNotContainKey("remote.storage.enable");
    }
}
