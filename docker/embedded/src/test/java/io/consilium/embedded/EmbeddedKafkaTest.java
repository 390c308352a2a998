package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndIdentityOverACleanRestart() {
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            clusterId = kafka.clusterId();
            KafkaClients clients = new KafkaClients(kafka.bootstrap());
            clients.createTopic("kept");
            clients.send("kept", "one", "two");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.clusterId()).isEqualTo(clusterId);
            assertThat(new KafkaClients(kafka.bootstrap()).values("kept")).containsExactly("one", "two");
            assertThat(kafka.failure().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void keepsAcknowledgedRecordsWhenItsProcessIsKilled() throws Exception {
        KilledBroker.publishAndDie(directory, "kept", List.of("one", "two", "three"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(new KafkaClients(kafka.bootstrap()).values("kept")).containsExactly("one", "two", "three");
        }
    }

    /** What is left of a transaction keeps readers of committed records from all that follows. */
    @Test
    void endsTheTransactionsThatAKillCutShort() throws Exception {
        List<String> open = IntStream.range(0, 20).mapToObj(i -> "open-" + i).toList();
        KilledBroker.beginTransactionsAndDie(directory, "kept", open);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            KafkaClients clients = new KafkaClients(kafka.bootstrap());
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(clients.committedEnd("kept"))
                    .isEqualTo(clients.end("kept")));
            assertThat(clients.end("kept")).isEqualTo(2 * open.size());
        }
    }

    @Test
    void takesARecordOfSevenMegabytes() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            KafkaClients clients = new KafkaClients(kafka.bootstrap());
            clients.createTopic("large", Map.of("max.message.bytes", String.valueOf(7 << 20)));
            String large = "x".repeat((7 << 20) - 1000);
            clients.send("large", large);
            assertThat(clients.values("large")).containsExactly(large);
        }
    }

    @Test
    void saysWhenThePortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, port))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("Port " + port + " is taken")
                    .hasMessageContaining("choose another port");
        }
        EmbeddedKafka.start(directory, 0).close();
    }

    @Test
    void saysWhoUsesTheDirectory() {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory, 0)) {
            assertThat(first.bootstrap()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesADirectoryOfANewerKafka() throws IOException {
        EmbeddedKafka.start(directory, 0).close();
        Files.writeString(directory.resolve("broker.properties"), "kafka.version=99.0.0\n");
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("written by Kafka 99.0.0")
                .hasMessageContaining("another directory");
    }

    @Test
    void refusesADirectoryThatSomebodyElseWrote() throws IOException {
        Files.createDirectories(directory.resolve("log"));
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("Consilium did not write this directory");
    }

    @Test
    void formatsAgainWhenACrashCutTheFirstFormattingShort() throws IOException {
        Files.createDirectories(directory.resolve("log.partial/__cluster_metadata-0"));
        EmbeddedKafka.start(directory, 0).close();
        assertThat(directory.resolve("log.partial")).doesNotExist();
    }

    @Test
    void saysWhenTheDirectoryCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedKafka.start(file.resolve("below"), 0))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("choose another one");
    }

    @Test
    void refusesABadOverrideAndLeavesNothingLocked() {
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0, Map.of("num.io.threads", "many")))
                .hasMessageContaining("num.io.threads");
        EmbeddedKafka.start(directory, 0).close();
    }

    @Test
    void tellsItsOwnerOfAFaultInsteadOfEndingTheJvm() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> Exit.halt(1, "all log directories failed")).isInstanceOf(FatalException.class);
            assertThat(kafka.failure().toCompletableFuture())
                    .isCompletedWithValueMatching(fault -> fault.getMessage().contains("all log directories failed"));
        }
    }
}
