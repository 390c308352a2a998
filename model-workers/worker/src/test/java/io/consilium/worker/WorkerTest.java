package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.model.doctor.Doctor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a broker, with doctors that do what the test says. */
@TestInstance(Lifecycle.PER_CLASS)
class WorkerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Broker broker;

    @BeforeAll
    void start(@TempDir Path directory) {
        broker = new Broker(directory, 2);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void shouldAnswerEveryRoleInItsTopic() {
        try (Worker worker = worker(broker.settings("roles", 8), ScriptedDoctor.instantOnes())) {
            broker.ask(Requests.triage("roles-1").build());
            broker.ask(Requests.specialist("roles-2", "Radiologist", 2).build());
            broker.ask(Requests.attending("roles-3").build());

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(broker.answered()).contains("roles-1", "roles-2", "roles-3"));
            assertThat(worker.ready()).isTrue();
            assertThat(worker.live()).isTrue();
        }
    }

    private Worker worker(WorkerSettings settings, Collection<? extends Doctor> doctors) {
        Worker worker = new Worker(
                settings,
                WorkerScope.everything(broker.departments),
                broker.departments,
                doctors,
                broker.serdes,
                InstantSource.system());
        worker.start();
        return worker;
    }
}
