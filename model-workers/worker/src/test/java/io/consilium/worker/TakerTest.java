package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.consilium.department.DepartmentsFile;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Tracing;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a taker is known to hang, and what it goes on after, without Kafka. */
class TakerTest {
    private static final WorkerSettings SETTINGS = WorkerSettings.of("worker", 4, KafkaConnection.plain("none:0"));

    private final MovingClock clock = new MovingClock();
    private final WorkerMeters meters = new WorkerMeters(Monitor.silent().meters(), DepartmentsFile.bundled());
    private Duration pollTakes = Duration.ZERO;
    private Optional<RuntimeException> pollThrows = Optional.empty();

    private final Taker taker = new Taker(
            new MockShareConsumer<byte[], byte[]>() {
                @Override
                public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                    clock.pass(pollTakes);
                    pollThrows.ifPresent(problem -> {
                        throw problem;
                    });
                    return ConsumerRecords.empty();
                }
            },
            List.of("requests"),
            new Casework(
                    SETTINGS,
                    Lane.ROUTINE,
                    new Tools(
                            Map.of(),
                            new Desk(4, Runnable::run, clock, meters::began),
                            new FakeWire(),
                            meters,
                            Tracing.off()),
                    clock),
            SETTINGS,
            clock,
            new Taker.Listener() {
                @Override
                public void took(Taker one) {}

                @Override
                public void failed(Taker one, RuntimeException problem) {}
            });

    @Test
    void shouldNotBeStuckWhileItComesRound() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            taker.step();
            clock.pass(SETTINGS.lock());
            assertThat(taker.stuck()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"COORDINATOR_NOT_AVAILABLE, true", "NOT_COORDINATOR, true", "INVALID_REQUEST, false"})
    void shouldGoOnAfterAnErrorThatPassesOnly(Errors error, boolean passes) {
        pollThrows = Optional.of(new IllegalStateException(
                "Unexpected error code " + error.code() + " while fetching from topic-partition requests-0"));
        assertThat(catchThrowable(taker::step)).isEqualTo(passes ? null : pollThrows.get());
    }

    @Test
    void shouldNotGoOnAfterADefect() {
        pollThrows = Optional.of(new IllegalStateException("This consumer has already been closed."));
        assertThat(catchThrowable(taker::step)).isSameAs(pollThrows.get());
    }

    @Test
    void shouldBeStuckWhenARoundDoesNotEndForSeveralLocks() throws InterruptedException {
        pollTakes = SETTINGS.lock().multipliedBy(5);
        taker.step();
        assertThat(taker.stuck()).isTrue();

        pollTakes = Duration.ZERO;
        taker.step();
        assertThat(taker.stuck()).isFalse();
    }
}
