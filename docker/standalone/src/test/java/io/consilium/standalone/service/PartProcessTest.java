package io.consilium.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.application.StreamsSettings;
import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.query.CaseQuery;
import io.consilium.record.Case;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.service.PartProcess.Place;
import io.consilium.standalone.service.PartProcess.Upkeep;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.topic.Topics;
import io.consilium.worker.WorkerSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts as processes would run them, each with nothing in common but broker, registry and image store. */
class PartProcessTest {
    private static final Duration PATIENT = Duration.ofSeconds(120);
    private static final Departments DEPARTMENTS = DepartmentsFile.bundled();
    private static final int PARTITIONS = 2;

    @TempDir
    private Path directory;

    private final Queue<String> remarks = new ConcurrentLinkedQueue<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private KafkaConnection kafka;
    private PartProcess registry;

    @BeforeEach
    void start() {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        running.push(broker);
        // News of partitions after a second in place of five minutes.
        kafka = new KafkaConnection(broker.bootstrap(), Map.of("metadata.max.age.ms", "1000"), Map.of());
        startRegistry(0);
    }

    @AfterEach
    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void shouldLeadCasesThroughProcessesThatComeAndGo() throws Exception {
        createTopics();
        PartProcess feedback = ready(PartProcess.feedback(cluster(), place(), upkeep("feedback")));
        ready(PartProcess.intake(cluster(), place(), upkeep("intake"), images()));
        PartProcess one = PartProcess.journey(cluster(), place(), upkeep("one"), CaseQuery.at(feedback.url()));
        PartProcess other = PartProcess.journey(cluster(), place(), upkeep("other"), CaseQuery.at(feedback.url()));
        ready(one);
        ready(other);
        ready(worker());
        List<Case> cases = cases();
        try (RecordPublisher publisher = new RecordPublisher(new Endpoints(kafka, registry.url(), ""), serdes())) {
            cases.subList(0, 8).forEach(published -> publish(publisher, published));
            for (Case published : cases.subList(0, 8)) {
                // Whichever is asked, the one that keeps the case answers.
                awaitClosed(one, published);
                awaitClosed(other, published);
            }

            one.assembly().close();
            publish(publisher, cases.get(8));
            awaitClosed(other, cases.get(8));

            int port = URI.create(registry.url()).getPort();
            registry.assembly().close();
            publish(publisher, cases.get(9));
            CompletableFuture<PartProcess> late = CompletableFuture.supplyAsync(
                    () -> PartProcess.journey(cluster(), place(), upkeep("late"), CaseQuery.at(feedback.url())));
            await().atMost(PATIENT).until(() -> remarks.stream()
                    .anyMatch(remark -> remark.startsWith("Waiting for the schema registry")));
            startRegistry(port);
            ready(late.get());
            awaitClosed(other, cases.get(9));
        }
    }

    @Test
    void shouldRefuseToStartWithoutItsTopics() {
        assertThatThrownBy(() -> PartProcess.intake(cluster(), place(), upkeep("intake"), images()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not there, or hidden from this process: cases, cases.accepted")
                .hasMessageContaining("'consilium topics apply'");
    }

    @Test
    void shouldRefuseToStartWhereTheRegistryHoldsAForeignSchema() throws Exception {
        createTopics();
        register(
                "samples-io.consilium.record.Sample",
                "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Sample\\\","
                        + "\\\"namespace\\\":\\\"io.consilium.record\\\",\\\"fields\\\":[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"int\\\"}]}");

        assertThatThrownBy(() -> PartProcess.feedback(cluster(), place(), upkeep("feedback")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("subject samples-io.consilium.record.Sample")
                .hasMessageContaining("run the version of Consilium that fits it");
    }

    @Test
    void shouldStopWhenThePartitionsOfItsStoresAreChanged() throws Exception {
        createTopics();
        PartProcess journey =
                ready(PartProcess.journey(cluster(), place(), upkeep("journey"), caseId -> Optional.empty()));
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            admin.createPartitions(Map.of(Topics.OPINIONS, NewPartitions.increaseTo(PARTITIONS + 2)))
                    .all()
                    .get();
        }

        assertThat(journey.assembly().failure().toCompletableFuture())
                .succeedsWithin(PATIENT)
                .asString()
                .contains("the partitions of a topic that it reads were changed");
    }

    private PartProcess worker() {
        return PartProcess.worker(
                cluster(),
                place(),
                WorkerSettings.of("worker-1", 8, kafka),
                new FixedStaff(DEPARTMENTS, Duration.ofMillis(1), InstantSource.system()),
                images());
    }

    private void startRegistry(int port) {
        registry = PartProcess.registry(kafka, new Place("127.0.0.1", port));
        running.push(registry.assembly());
    }

    private PartProcess ready(PartProcess process) {
        running.push(process.assembly());
        assertThat(process.assembly().awaitReady(PATIENT)).isTrue();
        return process;
    }

    private static void awaitClosed(PartProcess journey, Case published) {
        await().atMost(PATIENT).ignoreExceptions().until(() -> CaseQuery.at(journey.url())
                .find(published.getCaseId())
                .filter(view -> view.path("phase").asText().equals("CLOSED"))
                .isPresent());
    }

    private static void publish(RecordPublisher publisher, Case published) {
        publisher.publish(Topics.CASES, published.getCaseId(), published);
    }

    private static List<Case> cases() {
        return CaseFile.read(Home.find().demoCases(), CaseFile.Format.CONSILIUM, "demo").cases().stream()
                .limit(10)
                .map(written -> written.theCase())
                .toList();
    }

    private Cluster cluster() {
        return new Cluster(kafka, registry.url(), DEPARTMENTS, Sources.bundled(), remarks::add);
    }

    private static Place place() {
        return new Place("127.0.0.1", 0);
    }

    private Upkeep upkeep(String name) {
        return new Upkeep(directory.resolve(name), 1, Duration.ofSeconds(6), StreamsSettings.COMMIT_INTERVAL);
    }

    private ImageStore images() {
        return Stores.images("file:" + directory.resolve("images"), Optional.empty());
    }

    private RecordSerdes serdes() {
        return RecordSerdes.at(registry.url());
    }

    private void createTopics() {
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            new TopicCreation(admin, Replication.ALONE)
                    .create(TopicCatalogue.of(DEPARTMENTS, Sources.bundled(), PARTITIONS));
        }
    }

    private void register(String subject, String escaped) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + escaped + "\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
