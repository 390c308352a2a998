package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAccessTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void shouldSayThatNobodyAnswersAndWhatToCheck() {
        assertThatThrownBy(() -> BrokerAccess.open(KafkaConnection.plain(NOBODY), SOON))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("no broker answers at " + NOBODY)
                .hasMessageContaining("security.protocol");
    }

    @Test
    void shouldDoWithOneBrokerThatAnswers() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = BrokerAccess.open(
                        KafkaConnection.plain(NOBODY + ",127.0.0.1:2," + kafka.bootstrap()), PATIENT)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void shouldTellWrongCredentialsFromBrokersThatAreAway() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, passwords())) {
            BrokerAccess.open(as(kafka, "right"), PATIENT).close();

            assertThatThrownBy(() -> BrokerAccess.open(as(kafka, "wrong"), PATIENT))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Invalid username or password")
                    .hasMessageContaining("check user, password and certificates")
                    .message()
                    .doesNotContain("password=");
        }
    }

    @Test
    void shouldNameACertificateThatHasExpired() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (SSLServerSocket server = server(certificates.expired())) {
            Thread listening = new Thread(() -> greetEverybody(server), "expired-server");
            listening.setDaemon(true);
            listening.start();
            KafkaConnection connection = new KafkaConnection(
                    "127.0.0.1:" + server.getLocalPort(),
                    Map.of(
                            "security.protocol", "SSL",
                            "ssl.truststore.type", "PEM",
                            "ssl.truststore.location", certificates.authority().toString()),
                    Map.of());

            assertThatThrownBy(() -> BrokerAccess.open(connection, PATIENT))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("NotAfter")
                    .hasMessageContaining("until when the certificates of both sides are valid");
        }
    }

    private static Map<String, String> passwords() {
        return Map.of(
                "listener.security.protocol.map",
                "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.client.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.client.plain.sasl.jaas.config",
                login("broker", "b") + " user_broker=\"b\" user_me=\"right\";");
    }

    private static KafkaConnection as(EmbeddedKafka kafka, String password) {
        return new KafkaConnection(
                kafka.bootstrap(),
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        login("me", password) + ";"),
                Map.of());
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + password + "\"";
    }

    private static SSLServerSocket server(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, Certificates.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** Until the socket is closed. */
    private static void greetEverybody(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read();
            } catch (IOException e) {
                // who does not trust us goes away
            }
        }
    }
}
