package io.consilium.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.journey.Event;
import io.consilium.journey.PinnedPolicy;
import io.consilium.journey.Replay;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import io.consilium.record.Outcome;
import io.consilium.record.Policy;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Verdict;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.cases.CaseRun;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;

/** The whole service as containers on three brokers: replication 3, min.insync.replicas 2. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("containers")
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SOURCE = "demo";

    private final TopicCatalogue catalogue =
            TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), TopicCatalogue.DEFAULT_PARTITIONS);
    private Cluster cluster;
    private Endpoints endpoints;
    private RecordSerdes serdes;

    @BeforeAll
    void start() {
        cluster = Cluster.start();
        endpoints = cluster.endpoints();
        serdes = RecordSerdes.at(endpoints.registry());
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void shouldKeepThreeCopiesOfEveryTopicTwoOfThemInSync() throws Exception {
        try (Admin admin = Admin.create(endpoints.kafka().with(Map.of()))) {
            List<String> names = List.copyOf(admin.listTopics().names().get());
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get();
            assertThat(topics.values()).allSatisfy(topic -> assertThat(topic.partitions())
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3)));
            assertThat(names)
                    .containsAll(catalogue.topics().stream().map(Topic::name).toList());
            List<ConfigResource> resources = catalogue.topics().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                    .toList();
            assertThat(admin.describeConfigs(resources).all().get().values()).allSatisfy(config -> assertThat(
                            config.get("min.insync.replicas").value())
                    .isEqualTo("2"));
        }
    }

    @Test
    void shouldLeadEachCaseThroughThreeOpinionsToItsEnd() {
        List<CaseRun.Ended> ended = run("flow", 12, 0);

        assertThat(ended).hasSize(12).allSatisfy(one -> assertThat(one.reply().getKind())
                .isIn(ReplyKind.VERDICT, ReplyKind.NO_VERDICT));
        Map<String, List<JournalEntry>> journals = journals();
        assertThat(ended).allSatisfy(one -> assertThat(journals.get(one.reply().getCaseId()))
                .extracting(JournalEntry::getEvent)
                .filteredOn(event -> event.matches(".* seat [123] answered"))
                .hasSize(3));
    }

    @Test
    void shouldLoseNothingWhenABrokerDies() {
        String broker = cluster.container("kafka-3").getContainerId();
        DockerClientFactory.instance().client().killContainerCmd(broker).exec();
        try {
            assertThat(run("broker-dead", 6, 0)).hasSize(6);
        } finally {
            DockerClientFactory.instance().client().startContainerCmd(broker).exec();
        }
    }

    @Test
    void shouldTakeTheSameStepsWhenJournalsAreReplayedFromTheTopics() {
        run("replay", 4, 100);
        Map<String, PinnedPolicy> policies = new TreeMap<>();
        for (Policy policy : read(Topics.POLICIES, Policy.class)) {
            PinnedPolicy pinned = PinnedPolicy.of(policy);
            policies.put(pinned.hash(), pinned);
        }
        TopicReader inputs = new TopicReader(endpoints, serdes, catalogue);
        Map<String, List<JournalEntry>> journals = journals();
        assertThat(journals).hasSizeGreaterThanOrEqualTo(4);
        assertThat(journals.values())
                .allSatisfy(journal -> assertThat(Replay.deviations(journal, at -> event(inputs, at), policies::get))
                        .isEmpty());
    }

    @Test
    void shouldServeAnotherVersionWithoutAPause() throws Exception {
        String version = consilium(
                        "model",
                        "import",
                        "/opt/consilium/model-workers/starter/specialist",
                        "--role",
                        "attending",
                        "--store",
                        "s3://consilium/models")
                .strip();
        consilium("model", "challenge", version, "--role", "attending", "--share", "1", "--by", "container test");

        run("swapped", 4, 200);

        assertThat(read(Topics.VERDICTS, Verdict.class).stream()
                        .filter(verdict -> verdict.getCaseId().startsWith("swapped"))
                        .map(Verdict::toString))
                .hasSize(4)
                .allSatisfy(verdict -> assertThat(verdict).contains(version));
    }

    /** The command line inside a worker: it has the checkpoints and reaches the store. */
    private String consilium(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/opt/consilium/bin/consilium"));
        command.addAll(List.of(words));
        command.addAll(List.of("--bootstrap", "kafka-1:9092", "--registry", "http://registry:8080"));
        ExecResult result = cluster.container("worker-1").execInContainer(command.toArray(String[]::new));
        assertThat(result.getExitCode()).as(result.toString()).isZero();
        return result.getStdout();
    }

    /** Publishes bundled cases under ids of their own and waits for what becomes of them. */
    private List<CaseRun.Ended> run(String ids, int count, int skip) {
        List<WrittenCase> cases =
                CaseFile.read(Home.find().demoCases(), CaseFile.Format.CONSILIUM, SOURCE).cases().stream()
                        .limit(count)
                        .map(written -> written.as(ids + "-" + skip + "-" + written.messageId()))
                        .toList();
        List<CaseRun.Ended> ended = new ArrayList<>();
        try (RecordPublisher publisher = new RecordPublisher(endpoints, serdes);
                Tail<Reply> replies = new Tail<>(endpoints, serdes, Reply.class, List.of(Topics.replies(SOURCE)))) {
            assertThat(new CaseRun(publisher, replies, 8, PATIENCE).run(cases, ended::add))
                    .as("cases without a reply")
                    .isEmpty();
        }
        return ended;
    }

    private Map<String, List<JournalEntry>> journals() {
        return read(Topics.JOURNAL, JournalEntry.class).stream()
                .sorted(Comparator.comparing(JournalEntry::getSequence))
                .collect(Collectors.groupingBy(JournalEntry::getCaseId));
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return new TopicReader(endpoints, serdes, catalogue)
                .all(topic).values().stream().map(type::cast).toList();
    }

    private static Event event(TopicReader inputs, Coordinates at) {
        SpecificRecord record = inputs.at(at);
        if (record instanceof Case theCase) {
            return new Event.CaseArrived(theCase);
        }
        if (record instanceof Cancel cancel) {
            return new Event.CancelArrived(cancel);
        }
        return record instanceof Outcome outcome
                ? new Event.OutcomeArrived(outcome)
                : new Event.AnswerArrived((Answer) record);
    }
}
