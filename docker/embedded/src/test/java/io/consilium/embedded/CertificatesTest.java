package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.access.AccessPlan;
import io.consilium.access.AccessRules;
import io.consilium.department.DepartmentsFile;
import io.consilium.problem.ConfigurationException;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.RenewingSslEngines;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and clients that know each other by certificates, and take renewed ones while they run. */
class CertificatesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SOURCE = "consilium-source-cli";

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;
    private static Path trusted;
    private static Path brokers;
    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        certificates = new TestCertificates(directory);
        trusted = certificates.trusted(directory.resolve("trusted.pem"));
        brokers = certificates.issue("broker", directory.resolve("broker.pem"));
        kafka = EmbeddedKafka.start(
                directory.resolve("data"), 0, Map.of(), Secured.byCertificate("brokers-own", brokers, trusted));
        admin = Admin.create(connection(issued(Secured.ADMINISTRATOR)).with(Map.of()));
        admin.createTopics(Stream.of(Topics.CASES, Topics.OUTCOMES)
                        .map(name -> new NewTopic(name, 1, (short) 1))
                        .toList())
                .all()
                .get();
        Sources sources = Sources.bundled();
        TopicCatalogue catalogue = TopicCatalogue.of(DepartmentsFile.bundled(), sources, 1);
        AccessPlan.of(admin, AccessRules.of(catalogue, sources)).grant(admin);
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void shouldKnowAClientByTheNameInItsCertificate() throws Exception {
        try (KafkaProducer<String, String> source = producer(issued(SOURCE))) {
            assertThat(mayWrite(source, Topics.CASES)).isTrue();
            assertThat(mayWrite(source, Topics.OUTCOMES)).isFalse();
        }
    }

    @Test
    void shouldLetNobodyInWithoutAValidCertificate() {
        Path expired = certificates.issueExpired(SOURCE, directory.resolve("expired.pem"));
        assertRefused(connection(expired));
        Path others = directory.resolve("others");
        assertThat(others.toFile().mkdir()).isTrue();
        assertRefused(connection(new TestCertificates(others).issue(SOURCE, others.resolve("client.pem"))));
        assertRefused(new KafkaConnection(kafka.bootstrap(), trusting(), Map.of()));
    }

    @Test
    void shouldShowTheBrokersRenewedCertificateToNewConnectionsAndKeepTheOldOnes() throws Exception {
        BigInteger before = served();

        renewed(certificates.issue("broker", brokers));
        // The same path again: the broker looks at the file anew.
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, "1"),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("listener.name.client.ssl.keystore.location", brokers.toString()),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isNotEqualTo(before));
        assertThat(admin.listTopics().names().get()).contains(Topics.CASES);
    }

    @Test
    void shouldConnectAnewWithAClientsRenewedCertificate() throws Exception {
        Path own = certificates.issue(SOURCE, directory.resolve("renewed.pem"));
        try (KafkaProducer<String, String> client = producer(own)) {
            assertThat(mayWrite(client, Topics.CASES)).isTrue();
            assertThat(mayWrite(client, Topics.OUTCOMES)).isFalse();

            // Another name shows which certificate the broker saw.
            renewed(certificates.issue("consilium-clinician", own));

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2)) // longer than a connection may be idle
                    .until(() -> mayWrite(client, Topics.OUTCOMES));
            assertThat(mayWrite(client, Topics.CASES)).isFalse();
        }
    }

    @Test
    void shouldGoOnWithTheOldCertificateWhileTheNewOneIsHalfWritten() throws Exception {
        Path own = certificates.issue(SOURCE, directory.resolve("half.pem"));
        try (RenewingSslEngines engines = new RenewingSslEngines()) {
            engines.configure(new AdminClientConfig(connection(own).with(Map.of())).values());
            BigInteger first = serial(engines);

            renewed(Files.writeString(own, "-----BEGIN PRIVATE KEY-----\nhalf"));
            engines.createClientSslEngine("127.0.0.1", 1, "https");
            assertThat(serial(engines)).isEqualTo(first);

            renewed(certificates.issue(SOURCE, own));
            engines.createClientSslEngine("127.0.0.1", 1, "https");
            assertThat(serial(engines)).isNotEqualTo(first);
        }
    }

    private static void assertRefused(KafkaConnection connection) {
        assertThatThrownBy(() -> BrokerAccess.open(connection, PATIENCE).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("do not accept each other");
    }

    /** Files are told apart by when they were written, and two tests may write within a tick of the clock. */
    private static void renewed(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
    }

    private static BigInteger serial(RenewingSslEngines engines) throws GeneralSecurityException {
        KeyStore keys = engines.keystore();
        return ((X509Certificate) keys.getCertificate(keys.aliases().nextElement())).getSerialNumber();
    }

    /** The serial number of the certificate that the broker shows now. */
    private static BigInteger served() throws GeneralSecurityException, IOException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", certificates.authority());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers.getTrustManagers(), null);
        int port = Integer.parseInt(kafka.bootstrap().split(":")[1]);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static boolean mayWrite(KafkaProducer<String, String> producer, String topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(TopicAuthorizationException.class);
            return false;
        }
    }

    private static KafkaProducer<String, String> producer(Path keys) {
        return new KafkaProducer<>(
                connection(keys).with(Map.of("enable.idempotence", false, "connections.max.idle.ms", 1_000)),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Path issued(String principal) {
        return certificates.issue(principal, directory.resolve(principal + ".pem"));
    }

    private static KafkaConnection connection(Path keys) {
        Map<String, String> settings = new HashMap<>(trusting());
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", keys.toString());
        return new KafkaConnection(kafka.bootstrap(), settings, Map.of());
    }

    private static Map<String, String> trusting() {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString());
    }
}
