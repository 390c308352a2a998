package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.monitor.Monitor;
import io.consilium.record.Answer;
import io.consilium.record.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Workers whose consumers fail, on a broker. Each test has a department and a group of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class WorkerConsumersTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final InterposedClients.Before SOUND = (method, given) -> {};

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
    void shouldAnswerTwiceAfterACrashBetweenAnswerAndAcknowledgement() {
        broker.ask(Requests.specialist("crash-1", "Pathologist", 1).build());
        try (Worker crashing = worker("Pathologist", "crash", (method, given) -> {
            if (given.contains(AcknowledgeType.ACCEPT)) {
                throw new IllegalStateException("crash before the acknowledgement");
            }
        })) {
            await().atMost(LONG).until(() -> !crashing.live());
            assertThat(crashing.state()).isEqualTo(WorkerState.FAILED);
        }
        try (Worker second = worker("Pathologist", "crash", SOUND)) {
            await().atMost(LONG).until(() -> broker.answersTo("crash-1").size() == 2);
            assertThat(second.live()).isTrue();
        }
        assertThat(broker.answersTo("crash-1")).extracting(Answer::getDelivery).containsExactly(1, 2);
    }

    /** A share coordinator that moves to another broker answers so, and the consumer does not know the answer. */
    @Test
    void shouldGoOnWhenItsConsumersStumbleOverAnErrorThatPasses() {
        AtomicInteger polls = new AtomicInteger();
        try (Worker stumbling = worker("Surgeon", "stumble", (method, given) -> {
            if (method.equals("poll") && polls.incrementAndGet() % 3 == 0) {
                throw new IllegalStateException(
                        "Unexpected error code 15 while fetching from topic-partition consults.surgeon-0");
            }
        })) {
            for (int i = 0; i < 6; i++) {
                String id = "stumble-" + i;
                broker.ask(Requests.specialist(id, "Surgeon", 1).build());
                await().atMost(LONG).until(() -> broker.answersTo(id).size() == 1);
            }
            assertThat(stumbling.live()).isTrue();
        }
        assertThat(polls).hasValueGreaterThan(6);
    }

    private Worker worker(String department, String group, InterposedClients.Before before) {
        WorkerSettings settings = broker.settings(group, 2).withGroup(group);
        Worker worker = new Worker(
                settings,
                new WorkerScope(Set.of(Role.SPECIALIST), Set.of(department), Set.of("")),
                broker.departments,
                List.of(ScriptedDoctor.instant("specialist")),
                broker.serdes,
                InstantSource.system(),
                Monitor.silent(),
                new InterposedClients(settings, before));
        worker.start();
        return worker;
    }
}
