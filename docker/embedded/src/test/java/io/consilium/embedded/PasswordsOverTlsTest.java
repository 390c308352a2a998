package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that clients know by its certificate, and that knows them by their passwords (SASL_SSL). */
class PasswordsOverTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LISTENER = "listener.name.client.";

    @TempDir
    private static Path directory;

    private static Path trusted;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        TestCertificates certificates = new TestCertificates(directory);
        trusted = certificates.trusted(directory.resolve("trusted.pem"));
        Secured plain = Secured.byPassword("brokers-own", Map.of(Secured.ADMINISTRATOR, "right"));
        Map<String, String> settings = new HashMap<>(plain.settings());
        settings.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:SASL_PLAINTEXT");
        settings.put(LISTENER + "ssl.keystore.type", "PEM");
        settings.put(
                LISTENER + "ssl.keystore.location",
                certificates.issue("broker", directory.resolve("broker.pem")).toString());
        settings.put(LISTENER + "ssl.truststore.type", "PEM");
        settings.put(LISTENER + "ssl.truststore.location", trusted.toString());
        kafka = EmbeddedKafka.start(directory.resolve("data"), 0, Map.of(), new Secured(settings, plain.passwords()));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldLetInWhoTrustsTheBrokerAndHasAPassword() throws Exception {
        try (Admin admin = BrokerAccess.open(connection("right", trusted), PATIENCE)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAWrongPassword() {
        assertRefused(connection("wrong", trusted), "Authentication failed");
    }

    @Test
    void shouldNotSendAPasswordToABrokerThatItDoesNotTrust() {
        Path others = directory.resolve("others");
        assertThat(others.toFile().mkdir()).isTrue();
        Path stranger = new TestCertificates(others).trusted(others.resolve("trusted.pem"));
        assertRefused(connection("right", stranger), "certif");
    }

    private static void assertRefused(KafkaConnection connection, String why) {
        assertThatThrownBy(() -> BrokerAccess.open(connection, PATIENCE).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("do not accept each other")
                .hasMessageContaining(why);
    }

    private static KafkaConnection connection(String password, Path trusting) {
        Map<String, String> settings = new HashMap<>(Secured.client(Secured.ADMINISTRATOR, password));
        settings.put("security.protocol", "SASL_SSL");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", trusting.toString());
        return new KafkaConnection(kafka.bootstrap(), settings, Map.of());
    }
}
