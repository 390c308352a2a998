package io.consilium.embedded;

import static io.consilium.embedded.AccessScene.PRINCIPALS;
import static io.consilium.embedded.AccessScene.RULES;
import static io.consilium.embedded.AccessScene.topics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.consilium.access.AccessPlan;
import io.consilium.access.Grant;
import io.consilium.problem.FatalException;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, on a broker that asks for passwords: each principal can do what is listed here, and nothing else. */
class AccessTest {
    private static final String REQUESTS = "triage.requests.urgent triage.requests consults.radiologist.urgent"
            + " consults.radiologist attending.requests.urgent attending.requests";
    private static final String REPLIES = "replies.his replies.pacs";
    private static final String ANSWERS = "triage.answers opinions attending.answers";
    private static final String ALL =
            "cases cases.accepted verdicts outcomes samples journal policies dead-letters models " + REQUESTS + " "
                    + REPLIES + " " + ANSWERS;

    private static AccessScene scene;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        scene = new AccessScene(directory);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void shouldNameEveryPrincipal() {
        assertThat(RULES.principals()).containsExactlyInAnyOrderElementsOf(PRINCIPALS);
    }

    @ParameterizedTest
    @CsvSource({
        "source-his, replies.his",
        "source-pacs, replies.pacs",
        "clinician, ''",
        "intake, cases",
        "journey, cases.accepted outcomes models " + ANSWERS,
        "feedback, cases.accepted verdicts outcomes",
        "worker, models " + REQUESTS,
        "trainer, samples",
        "operator, models",
        "steward, dead-letters",
        "registry, _schemas",
        "auditor, " + ALL
    })
    void shouldReadWhatIsListedAndNothingElse(String name, String listed) {
        Set<String> read = new TreeSet<>();
        try (KafkaConsumer<String, String> consumer = scene.clients.consumer("consilium-" + name, Map.of())) {
            topics().stream()
                    .filter(topic -> PasswordClients.mayRead(consumer, topic))
                    .forEach(read::add);
        }
        assertThat(read).isEqualTo(words(listed));
    }

    @ParameterizedTest
    @CsvSource({
        "source-his, cases",
        "source-pacs, cases",
        "clinician, outcomes",
        "intake, cases.accepted dead-letters " + REPLIES,
        "journey, cases.accepted verdicts journal policies dead-letters " + REPLIES + " " + REQUESTS,
        "feedback, samples dead-letters",
        "worker, models dead-letters " + ANSWERS,
        "trainer, ''",
        "operator, models",
        "steward, cases cases.accepted verdicts outcomes dead-letters " + ANSWERS + " " + REQUESTS,
        "registry, _schemas",
        "auditor, ''"
    })
    void shouldWriteWhatIsListedAndNothingElse(String name, String listed) throws Exception {
        Set<String> written = new TreeSet<>();
        // Who may write nothing gets no producer id; without idempotence each topic is asked for by itself.
        try (KafkaProducer<String, String> producer = scene.clients.producer(
                "consilium-" + name, Map.of("enable.idempotence", false, "max.block.ms", 60_000))) {
            for (String topic : topics()) {
                if (PasswordClients.mayWrite(producer, topic)) {
                    written.add(topic);
                }
            }
        }
        assertThat(written).isEqualTo(words(listed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source-his",
                "clinician",
                "intake",
                "journey",
                "feedback",
                "worker",
                "trainer",
                "operator",
                "steward",
                "registry",
                "auditor"
            })
    void shouldChangeNoTopicRuleOrPassword(String name) throws Exception {
        String principal = "consilium-" + name;
        try (Admin own = scene.clients.admin(principal)) {
            for (var deletion : own.deleteTopics(topics()).topicNameValues().values()) {
                assertRefused(deletion);
            }
            assertRefused(own.createTopics(List.of(new NewTopic("mine", 1, (short) 1)))
                    .all());
            assertRefused(own.createAcls(List.of(everything(principal))).all());
            assertRefused(
                    own.deleteAcls(List.of(everything(principal).toFilter())).all());
            assertRefused(own.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, Topics.CASES),
                            List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))))
                    .all());
            assertThat(operations(own)).isSubsetOf(allowed(name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "source-his, replies.his, replies.his, replies.pacs",
        "auditor, cases, audit-1, consilium-journey",
        "auditor, cases, audit-1, workers",
        "intake, cases, consilium-intake, consilium-journey",
        "journey, opinions, consilium-journey, consilium-feedback",
        "feedback, verdicts, consilium-feedback, consilium-journey",
        "worker, triage.requests, workers, consilium-journey",
        "worker, triage.requests, workers.urgent, audit-1"
    })
    void shouldReadWithItsOwnGroupOnly(String name, String topic, String own, String other) {
        scene.clients.commit("consilium-" + name, topic, own);
        assertThat(catchThrowable(() -> scene.clients.commit("consilium-" + name, topic, other)))
                .isInstanceOf(AuthorizationException.class);
    }

    @ParameterizedTest
    @CsvSource({"intake", "journey", "feedback"})
    void shouldMakeItsOwnTransactionsAndTopicsOnly(String name) throws Exception {
        String own = "consilium-" + name;
        String other = name.equals("intake") ? "consilium-journey" : "consilium-intake";
        scene.clients.begin(own, own + "-1");
        assertThat(catchThrowable(() -> scene.clients.begin(own, other + "-1")))
                .isInstanceOf(AuthorizationException.class);
        try (Admin admin = scene.clients.admin(own)) {
            admin.createTopics(List.of(new NewTopic(own + "-store-changelog", 1, (short) 1)))
                    .all()
                    .get();
            assertRefused(admin.createTopics(List.of(new NewTopic(other + "-store-changelog", 1, (short) 1)))
                    .all());
        }
    }

    @Test
    void shouldAskForTheRightPassword() {
        assertThat(scene.clients.refusal("consilium-intake", "guessed"))
                .isInstanceOf(SaslAuthenticationException.class);
        assertThat(scene.clients.refusal("nobody", "guessed")).isInstanceOf(SaslAuthenticationException.class);
        try (KafkaProducer<String, String> idempotent = scene.clients.producer("consilium-auditor", Map.of())) {
            assertThat(catchThrowable(() -> PasswordClients.mayWrite(idempotent, Topics.CASES)))
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void shouldTakeAwayWhatTheCatalogueDoesNotKnowButNothingOfOthersAndNoDenial() throws Exception {
        AclBinding gone = rule("consilium-source-gone", AclPermissionType.ALLOW);
        AclBinding denied = rule("consilium-source-pacs", AclPermissionType.DENY);
        AclBinding others = rule("somebody-else", AclPermissionType.ALLOW);
        scene.admin.createAcls(List.of(gone, denied, others)).all().get();
        // The controller has them at once, the broker that is asked a moment later.
        await().until(() -> described().containsAll(List.of(gone, denied, others)));

        AccessPlan plan = AccessPlan.of(scene.admin, RULES);
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.unknown())
                .extracting(Grant::toString)
                .containsExactly("consilium-source-gone READ topic samples");
        plan.prune(scene.admin);

        await().until(() -> AccessPlan.of(scene.admin, RULES).unknown().isEmpty());
        assertThat(described()).contains(denied, others).doesNotContain(gone);
        scene.admin
                .deleteAcls(List.of(denied.toFilter(), others.toFilter()))
                .all()
                .get();
    }

    private static Collection<AclBinding> described() throws Exception {
        return scene.admin.describeAcls(AclBindingFilter.ANY).values().get();
    }

    @Test
    void shouldSayWhoMayNotApplyTheRules() {
        try (Admin auditor = scene.clients.admin("consilium-auditor")) {
            assertThat(catchThrowable(() -> AccessPlan.of(auditor, RULES)))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("does not let this principal do that");
        }
    }

    /** All that one principal may do with any topic, as the broker says itself. */
    private static Set<AclOperation> operations(Admin own) throws Exception {
        Set<String> known = own.listTopics().names().get();
        Set<AclOperation> operations = new TreeSet<>();
        own.describeTopics(known, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .get()
                .values()
                .forEach(topic -> operations.addAll(topic.authorizedOperations()));
        return operations;
    }

    private static Set<AclOperation> allowed(String name) {
        Set<AclOperation> allowed = new TreeSet<>(Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE));
        if (Set.of("intake", "journey", "feedback", "registry").contains(name)) {
            allowed.addAll(Set.of(AclOperation.CREATE, AclOperation.DESCRIBE_CONFIGS));
        } else if (name.equals("worker")) {
            allowed.add(AclOperation.DESCRIBE_CONFIGS);
        }
        return allowed;
    }

    private static void assertRefused(KafkaFuture<?> call) throws InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(AuthorizationException.class);
            return;
        }
        throw new AssertionError("was not refused");
    }

    private static AclBinding everything(String principal) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                new AccessControlEntry("User:" + principal, "*", AclOperation.ALL, AclPermissionType.ALLOW));
    }

    private static AclBinding rule(String principal, AclPermissionType type) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, Topics.SAMPLES, PatternType.LITERAL),
                new AccessControlEntry("User:" + principal, "*", AclOperation.READ, type));
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(
                Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList());
    }
}
