package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.DepartmentsFile;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Tracing;
import io.consilium.problem.FatalException;
import io.consilium.record.Answer;
import io.consilium.record.DeadLetter;
import io.consilium.record.FailureKind;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What a worker does with records, without Kafka. */
class CaseworkTest {
    private static final WorkerSettings SETTINGS = WorkerSettings.of("worker", 4, KafkaConnection.plain("none:0"));
    private static final int LAST_BUT_ONE = SETTINGS.deliveryLimit() - 1;

    private final MovingClock clock = new MovingClock();
    private final ScriptedDoctor doctor = ScriptedDoctor.instant("triage");
    private final ScriptedDoctor patient = ScriptedDoctor.patient("attending");
    private final FakeWire wire = new FakeWire();
    private final Monitor monitor = Monitor.of(Tracing.off());
    private final WorkerMeters meters = new WorkerMeters(monitor.meters(), DepartmentsFile.bundled());
    private final Casework casework = new Casework(
            SETTINGS,
            Lane.ROUTINE,
            new Tools(
                    Map.of("triage", doctor, "attending", patient),
                    new Desk(4, Runnable::run, clock, meters::began),
                    wire,
                    meters,
                    Tracing.off()),
            clock);

    @Test
    void shouldSettleARequestWhenItsAnswerIsPublished() throws InterruptedException {
        triage(0);
        casework.take(record(0, 1));

        assertThat(casework.settled()).isEmpty();
        work();

        assertThat(wire.published).extracting(Outgoing::topic).containsExactly(Topics.TRIAGE_ANSWERS);
        assertThat(casework.settled()).containsExactly(new Position("requests", 0, 0));
        casework.forget(new Position("requests", 0, 0));
        assertThat(casework.idle()).isTrue();
    }

    @Test
    void shouldTakeARenewedRecordForTheSameWork() throws InterruptedException {
        wire.requests.put(0L, Requests.attending("r-0").build());
        casework.take(record(0, 1));
        casework.take(record(0, 1));
        patient.finishAll();
        work();
        casework.take(record(0, 1));
        work();

        assertThat(patient.asked).hasSize(1);
        assertThat(wire.published).hasSize(1);
    }

    @Test
    void shouldTryAgainWhatCouldNotBePublished() throws InterruptedException {
        triage(0);
        wire.outcomes.add(Optional.of(new TimeoutException("no leader")));
        wire.outcomes.add(Optional.of(new TimeoutException("no leader")));
        casework.take(record(0, 1));
        work();
        assertThat(casework.settled()).isEmpty();

        clock.pass(Duration.ofMillis(100));
        work();
        assertThat(casework.settled()).isEmpty();
        clock.pass(Duration.ofMillis(200));
        work();

        assertThat(casework.settled()).hasSize(1);
        assertThat(doctor.asked).hasSize(1);
        assertThat(wire.published).hasSize(1);
    }

    @Test
    void shouldKeepPoisonUntilItsDeadLetterIsPublished() throws InterruptedException {
        wire.outcomes.add(Optional.of(new TimeoutException("no leader")));
        casework.take(record(7, 3));
        work();
        assertThat(casework.settled()).isEmpty();
        assertThat(casework.idle()).isFalse();

        clock.pass(Duration.ofMillis(100));
        work();

        assertThat(casework.settled()).hasSize(1);
        Outgoing letter = wire.published.get(0);
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(letter.key()).isEqualTo("requests-0-7");
        assertThat(((DeadLetter) letter.record()).getAttempts()).isEqualTo(3);
    }

    @Test
    void shouldWaitForTheRegistry() throws InterruptedException {
        triage(0);
        wire.registryDown = true;
        casework.take(record(0, 1));
        work();
        assertThat(wire.published).isEmpty();

        wire.registryDown = false;
        clock.pass(Duration.ofMillis(100));
        work();

        assertThat(casework.settled()).hasSize(1);
    }

    @Test
    void shouldNotTryTheLastButOneDelivery() throws InterruptedException {
        triage(0);
        casework.take(record(0, LAST_BUT_ONE));
        work();

        assertThat(doctor.asked).isEmpty();
        assertThat(failure()).isEqualTo(FailureKind.DELIVERY_LIMIT);
    }

    @Test
    void shouldCountDeliveriesAnswersAndDeadLetters() throws InterruptedException {
        triage(0);
        casework.take(record(0, 2));
        casework.take(record(7, 1));
        work();

        assertThat(monitor.scrape())
                .contains(
                        "consilium_requests_taken_total{delivery=\"again\",lane=\"routine\"} 1.0",
                        "consilium_requests_taken_total{delivery=\"first\",lane=\"routine\"} 1.0",
                        "consilium_answers_total{result=\"answered\",role=\"triage\"} 1.0",
                        "consilium_step_service_seconds_count{department=\"none\",role=\"triage\"} 1",
                        "consilium_dead_letters_total{application=\"worker\",reason=\"UNREADABLE\"} 1.0");
    }

    @Test
    void shouldSayThatAReplyIsTooLarge() throws InterruptedException {
        triage(0);
        wire.outcomes.add(Optional.of(new RecordTooLargeException("too large")));
        casework.take(record(0, 1));
        work();

        assertThat(failure()).isEqualTo(FailureKind.INTERNAL);
        assertThat(casework.settled()).hasSize(1);
    }

    @Test
    void shouldStopWhereItMayNotPublish() {
        triage(0);
        wire.outcomes.add(Optional.of(new TopicAuthorizationException("not allowed")));
        casework.take(record(0, 1));

        assertThatThrownBy(this::work).isInstanceOf(FatalException.class).hasMessageContaining(Topics.TRIAGE_ANSWERS);
    }

    @Test
    void shouldGiveUpOnlyWhatNoDoctorHasBegunWith() throws InterruptedException {
        for (long offset = 0; offset < 6; offset++) {
            wire.requests.put(offset, Requests.attending("r-" + offset).build());
            casework.take(record(offset, 1));
        }

        assertThat(casework.giveUpUntouched()).extracting(Position::offset).containsExactly(4L, 5L);
        casework.giveUp();
        assertThat(casework.idle()).isTrue();
        assertThat(patient.open.get("r-0")).isCancelled();
    }

    private void work() throws InterruptedException {
        for (int round = 0; round < 4; round++) {
            casework.work(Duration.ZERO);
        }
    }

    private void triage(long offset) {
        wire.requests.put(offset, Requests.triage("r-" + offset).build());
    }

    private FailureKind failure() {
        Answer answer = (Answer) wire.published.get(0).record();
        return answer.getFailure().orElseThrow().getKind();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int deliveries) {
        return new ConsumerRecord<>(
                "requests",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries));
    }
}
