package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.standalone.service.Home;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
    private static final int SIGTERM = 143;
    private static final int CASES = 20;
    /** Longer than every session and every transaction may last. */
    private static final Duration SLEEP = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNoCaseToAKillAndKeepAllOverARestart() throws IOException, InterruptedException {
        try (UpProcess first = UpProcess.start(directory.resolve("data"))) {
            submit(first);
            await().atMost(Duration.ofSeconds(60)).until(() -> closed(first, "demo-1-00000"));
            first.kill();
        }
        try (UpProcess second = UpProcess.start(directory.resolve("data"))) {
            decides(second);
            assertThat(second.stop()).isEqualTo(SIGTERM);
        }
    }

    /** As when a laptop is closed for a while. */
    @Test
    void shouldGoOnWhereItWasWhenItHasSlept() throws Exception {
        try (UpProcess up = UpProcess.start(directory.resolve("data"))) {
            submit(up);
            up.signal("STOP");
            Thread.sleep(SLEEP.toMillis());
            up.signal("CONT");
            decides(up);
            // The broker was not taken for dead meanwhile: leaders were elected once.
            assertThat(leaderEpoch(up)).isZero();
            assertThat(up.stop()).isEqualTo(SIGTERM);
        }
    }

    private static int leaderEpoch(UpProcess up) throws Exception {
        TopicPartition partition = new TopicPartition(Topics.CASES, 0);
        try (Admin admin = Admin.create(up.endpoints().kafka().with(Map.of()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .leaderEpoch()
                    .orElseThrow();
        }
    }

    private void submit(UpProcess up) throws IOException {
        Path demo = Home.find().demoCases();
        List<String> lines = Files.readAllLines(demo).subList(0, CASES);
        Path cases = Files.writeString(
                directory.resolve("cases.jsonl"),
                String.join("\n", lines).replace("images/", demo.resolveSibling("images") + "/"));
        assertThat(Shell.run(up.endpoints(), "submit", cases.toString()).exitCode())
                .isZero();
    }

    private static void decides(UpProcess up) {
        for (int i = 0; i < CASES; i++) {
            String caseId = String.format("demo-1-%05d", i);
            await().atMost(Duration.ofSeconds(90)).until(() -> closed(up, caseId));
            assertThat(Shell.run(up.endpoints(), "show", caseId).out()).contains("DECIDED: ");
        }
    }

    private static boolean closed(UpProcess up, String caseId) {
        return Shell.run(up.endpoints(), "show", caseId).out().contains("is CLOSED");
    }
}
