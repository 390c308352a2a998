package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
    private static final int SIGTERM = 143;

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNoCaseToAKillAndKeepAllOverARestart() throws IOException, InterruptedException {
        Path demo = Home.find().demoCases();
        List<String> lines = Files.readAllLines(demo).subList(0, 20);
        Path cases = Files.writeString(
                directory.resolve("cases.jsonl"),
                String.join("\n", lines).replace("images/", demo.resolveSibling("images") + "/"));

        try (UpProcess first = UpProcess.start(directory.resolve("data"))) {
            assertThat(Shell.run(first.endpoints(), "submit", cases.toString()).exitCode())
                    .isZero();
            await().atMost(Duration.ofSeconds(60)).until(() -> closed(first, "demo-1-00000"));
            first.kill();
        }
        try (UpProcess second = UpProcess.start(directory.resolve("data"))) {
            for (int i = 0; i < lines.size(); i++) {
                String caseId = String.format("demo-1-%05d", i);
                await().atMost(Duration.ofSeconds(90)).until(() -> closed(second, caseId));
                assertThat(Shell.run(second.endpoints(), "show", caseId).out()).contains("DECIDED: ");
            }
            assertThat(second.stop()).isEqualTo(SIGTERM);
        }
    }

    private static boolean closed(UpProcess up, String caseId) {
        return Shell.run(up.endpoints(), "show", caseId).out().contains("is CLOSED");
    }
}
