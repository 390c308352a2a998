package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.topic.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    private static final KafkaConnection KAFKA = KafkaConnection.plain("localhost:9092");

    @Test
    void shouldHaveDefaults() {
        WorkerSettings settings = WorkerSettings.of("worker-1", 32, KAFKA);

        assertThat(settings)
                .isEqualTo(new WorkerSettings(
                        "worker-1", "workers", 32, 4, 16, Duration.ofSeconds(30), 5, Duration.ofSeconds(20), KAFKA));
        assertThat(WorkerSettings.of("small", 1, KAFKA).consumers()).isEqualTo(1);
    }

    @Test
    void shouldSayEverythingThatIsWrong() {
        assertThatThrownBy(() -> new WorkerSettings("", "", 0, 2, 0, Duration.ZERO, 1, Duration.ofSeconds(-1), KAFKA))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(8));
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
                                new KafkaConnection("b:1", Map.of("sasl.jaas.config", "password=secret"), Map.of()))
                        .toString())
                .doesNotContain("secret");
    }
}
