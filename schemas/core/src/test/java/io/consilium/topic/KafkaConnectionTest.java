package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConnectionTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveEveryClientTheSettingsOfTheFile() throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "password=hidden\n");
        Files.writeString(directory.resolve("token"), "sesame");
        KafkaConnection connection = read(
                "security.protocol=SASL_SSL",
                "sasl.mechanism=SCRAM-SHA-512",
                "ssl.truststore.password=${file:" + secrets + ":password}",
                "schema.registry.basic.auth.user.info=me:${directory:" + directory + ":token}",
                "sasl.oauthbearer.scope=${env:PATH}");

        assertThat(connection.with(Map.of("acks", "all")))
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.truststore.password", "hidden")
                .containsEntry("sasl.oauthbearer.scope", System.getenv("PATH"))
                .containsEntry("acks", "all");
        assertThat(connection.registry()).isEqualTo(Map.of("basic.auth.user.info", "me:sesame"));
    }

    @Test
    void shouldShowNamesAndNoValues() throws IOException {
        assertThat(read("ssl.key.password=hidden", "security.protocol=SSL"))
                .hasToString("a:1,b:2 with security.protocol, ssl.key.password");
    }

    @Test
    void shouldLetAClientKeepItsGuarantees() throws IOException {
        assertThat(read("request.timeout.ms=1").with(Map.of("request.timeout.ms", 5)))
                .containsEntry("request.timeout.ms", 5);
    }

    @Test
    void shouldSayEverythingThatIsWrongWithAFile() {
        assertThatThrownBy(() -> read(
                        "sasl.mechanim=PLAIN",
                        "acks=0",
                        "ssl.key.password=${env:NO_SUCH_VARIABLE}",
                        "ssl.keystore.password=${file:/no/such/file:key}"))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(4)
                        .anySatisfy(problem -> assertThat(problem).startsWith("sasl.mechanim: not a setting"))
                        .anySatisfy(problem -> assertThat(problem).contains("there is no ${env:NO_SUCH_VARIABLE}"))
                        .anySatisfy(problem -> assertThat(problem).contains("/no/such/file")));
        assertThatThrownBy(() -> read("security.protocol=TELEPATHY"))
                .hasMessageContaining("TELEPATHY")
                .hasMessageContaining("security.protocol");
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> KafkaConnection.plain("localhost"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--bootstrap is HOST:PORT");
    }

    private KafkaConnection read(String... lines) throws IOException {
        Path file = Files.write(directory.resolve("kafka.properties"), List.of(lines));
        return KafkaConnection.read("a:1,b:2", file);
    }
}
