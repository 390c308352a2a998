package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    @Test
    void shouldHaveDefaults() {
        WorkerSettings settings = WorkerSettings.of("worker-1", 32, "localhost:9092");

        assertThat(settings)
                .isEqualTo(new WorkerSettings(
                        "worker-1",
                        "workers",
                        32,
                        4,
                        16,
                        Duration.ofSeconds(30),
                        5,
                        Duration.ofSeconds(20),
                        Map.of("bootstrap.servers", "localhost:9092")));
        assertThat(WorkerSettings.of("small", 1, "localhost:9092").consumers()).isEqualTo(1);
    }

    @Test
    void shouldSayEverythingThatIsWrong() {
        assertThatThrownBy(
                        () -> new WorkerSettings("", "", 0, 2, 0, Duration.ZERO, 1, Duration.ofSeconds(-1), Map.of()))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(9));
    }

    @Test
    void shouldNotShowPasswords() {
        assertThat(new WorkerSettings(
                                "w",
                                "g",
                                1,
                                1,
                                1,
                                Duration.ofSeconds(1),
                                5,
                                Duration.ZERO,
                                Map.of("bootstrap.servers", "b:1", "sasl.jaas.config", "password=secret"))
                        .toString())
                .doesNotContain("secret");
    }
}
