package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashedBrokerTest {
    @TempDir
    Path directory;

    /** A broker that touches them before all partitions have their leaders may lose a transaction's end. */
    @Test
    void isLetGoWithoutTouchingRecordsAndTransactions() throws Exception {
        KilledBroker.beginTransactionsAndDie(directory, "kept", List.of("open"));
        Map<String, Long> left = sizes();
        assertThat(left.keySet()).anyMatch(log -> log.startsWith("__transaction_state-"));
        letGo(true);
        assertThat(sizes()).isEqualTo(left);
        letGo(true); // as no broker has stopped in order
    }

    @Test
    void isNotWaitedForWhereItNeverRegistered() {
        try (DataDirectory opened = DataDirectory.open(directory, Secured.NOT);
                KRaftNode node = new KRaftNode(opened, new BoundListeners(0), Map.of())) {
            node.start();
        }
        letGo(true);
        EmbeddedKafka.start(directory, 0).close();
        letGo(false);
    }

    private void letGo(boolean crashed) {
        try (DataDirectory opened = DataDirectory.open(directory, Secured.NOT)) {
            assertThat(opened.crashed()).isEqualTo(crashed);
            CrashedBroker.letGo(opened, Secured.NOT);
        }
    }

    /** Of the logs of all partitions but the controller's own, in bytes. */
    private Map<String, Long> sizes() throws IOException {
        Path logs = directory.resolve("log");
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                String name = logs.relativize(file).toString();
                if (!name.startsWith("__cluster_metadata")) {
                    sizes.put(name, Files.size(file));
                }
            }
        }
        return sizes;
    }
}
