package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    @Test
    void shouldDecideCasesWithTheBundledCheckpointsAndLeaveNothingBehind() throws IOException {
        long before = demoDirectories();
        Shell.Result result = Shell.run("demo", "--cases", "3", "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.json()).hasSize(3).allSatisfy(line -> {
            assertThat(line.path("case_id").asText()).startsWith("demo-1-0000");
            assertThat(line.path("department").asText()).isNotEmpty();
            assertThat(line.path("opinions")).hasSize(3);
            assertThat(line.path("verdict").asText()).isNotEmpty();
            assertThat(line.path("correct").isBoolean()).isTrue();
            assertThat(line.path("ms").asLong()).isPositive();
        });
        assertThat(demoDirectories()).isEqualTo(before);
    }

    @Test
    void shouldRefuseToRunNoCase() {
        Shell.Result result = Shell.run("demo", "--cases", "0");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--cases must be at least 1");
    }

    @Test
    void shouldSayThatNoServiceRunsElsewhere() {
        Shell.Result result = Shell.run("demo", "--bootstrap", "localhost:1", "--cases", "1");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("no service at localhost:1");
    }

    private static long demoDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("consilium-demo-"))
                    .count();
        }
    }
}
