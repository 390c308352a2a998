package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosCommandTest {
    @Test
    void whatIsForOwnProcessesIsRefusedWithCompose(@TempDir Path directory) {
        assertThat(Shell.run("chaos", "--compose", "--keep", directory.toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("docker/up logs"));
        assertThat(Shell.run("chaos", "--compose", "other", "--doctors", "real").exitCode())
                .isEqualTo(2);
    }

    @Test
    void sizesThatMakeNoRunAreRefused() {
        assertThat(Shell.run("chaos", "--cases", "0").exitCode()).isEqualTo(2);
        assertThat(Shell.run("chaos", "--rate", "0").exitCode()).isEqualTo(2);
    }
}
