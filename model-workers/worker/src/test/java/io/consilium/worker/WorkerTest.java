package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.model.doctor.Doctor;
import io.consilium.monitor.Monitor;
import io.consilium.record.DeadLetter;
import io.consilium.record.FailureKind;
import io.consilium.record.Priority;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a broker, with doctors that do what the test says. Each test has a department and a group of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class WorkerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofMillis(1_500);

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
        try (Worker worker = new Worker(
                broker.settings("roles", 8),
                new WorkerScope(Set.of(Role.values()), Set.of("Radiologist"), Set.of("")),
                broker.departments,
                ScriptedDoctor.instantOnes(),
                broker.serdes,
                InstantSource.system(),
                Monitor.silent())) {
            worker.start();
            broker.ask(Requests.triage("roles-1").build());
            broker.ask(Requests.specialist("roles-2", "Radiologist", 2).build());
            broker.ask(Requests.attending("roles-3").build());
            broker.ask(Requests.attending("roles-4").setDoctor("nobody").build());

            await().atMost(LONG).untilAsserted(() -> assertThat(broker.answered())
                    .contains("roles-1", "roles-2", "roles-3", "roles-4"));
            assertThat(failureOf("roles-4")).isEqualTo(FailureKind.UNAVAILABLE);
            await().until(worker::ready);
            assertThat(worker.live()).isTrue();
        }
    }

    @Test
    void shouldNeverHaveMoreWithDoctorsThanSlots() {
        ScriptedDoctor doctor = ScriptedDoctor.patient("specialist");
        try (Worker worker = worker("Surgeon", settings("slots", 3), doctor)) {
            IntStream.range(0, 10).forEach(i -> ask("slots-" + i, "Surgeon", Priority.ROUTINE));

            await().atMost(LONG).until(() -> doctor.asked.size() == 3);
            await().during(A_WHILE).until(() -> doctor.asked.size() == 3);
            await().atMost(LONG).until(() -> {
                doctor.finishAll();
                return doctor.asked.size() == 10 && doctor.open.isEmpty();
            });
            assertThat(worker.live()).isTrue();
        }
    }

    @Test
    void shouldLetUrgentRequestsOvertake() {
        ScriptedDoctor doctor = ScriptedDoctor.patient("specialist");
        try (Worker worker = worker("Oncologist", settings("urgent", 2), doctor)) {
            IntStream.range(0, 20).forEach(i -> ask("routine-" + i, "Oncologist", Priority.ROUTINE));
            await().atMost(LONG).until(() -> doctor.asked.size() == 2);
            ask("urgent", "Oncologist", Priority.URGENT);

            await().atMost(LONG).pollInterval(Duration.ofMillis(300)).until(() -> {
                doctor.open.keySet().stream().limit(1).forEach(doctor::finish);
                return doctor.askedIds().contains("urgent");
            });

            assertThat(doctor.askedIds().indexOf("urgent")).isLessThan(15);
            await().atMost(LONG).until(() -> {
                doctor.finishAll();
                return doctor.asked.size() == 21 && doctor.open.isEmpty();
            });
            assertThat(worker.live()).isTrue();
        }
    }

    @Test
    void shouldHandBackWhatItCannotFinishAndFailWhatComesTooOften() {
        WorkerSettings settings = settings("limit", 2).withDrain(Duration.ZERO).withDeliveryLimit(3);
        ScriptedDoctor hanging = ScriptedDoctor.patient("specialist");
        ScriptedDoctor spared = ScriptedDoctor.instant("specialist");
        ask("limit-1", "Dermatologist", Priority.ROUTINE);
        try (Worker first = worker("Dermatologist", settings, hanging)) {
            await().atMost(LONG).until(() -> hanging.asked.size() == 1);
            assertThat(first.live()).isTrue();
        }
        try (Worker second = worker("Dermatologist", settings, spared)) {
            await().atMost(LONG).until(() -> broker.answersTo("limit-1").size() == 1);
            assertThat(second.live()).isTrue();
        }

        assertThat(failureOf("limit-1")).isEqualTo(FailureKind.DELIVERY_LIMIT);
        assertThat(spared.asked).isEmpty();
    }

    @Test
    void shouldFinishWhatRunsWhenItDrains() {
        WorkerSettings settings = settings("drain", 1);
        ScriptedDoctor doctor = ScriptedDoctor.patient("specialist");
        ScriptedDoctor other = ScriptedDoctor.instant("specialist");
        Worker worker = worker("Endocrinologist", settings, doctor);
        ask("drain-1", "Endocrinologist", Priority.ROUTINE);
        ask("drain-2", "Endocrinologist", Priority.ROUTINE);
        await().atMost(LONG).until(() -> doctor.asked.size() == 1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
        await().atMost(LONG).until(() -> worker.state() == WorkerState.DRAINING);
        doctor.finishAll();
        closing.join();

        assertThat(worker.state()).isEqualTo(WorkerState.CLOSED);
        String finished = doctor.askedIds().get(0);
        await().atMost(LONG).until(() -> broker.answersTo(finished).size() == 1);
        try (Worker next = worker("Endocrinologist", settings, other)) {
            await().atMost(LONG).until(() -> other.asked.size() == 1);
            await().during(A_WHILE).until(() -> other.asked.size() == 1);
            assertThat(next.live()).isTrue();
        }
        assertThat(other.askedIds()).containsExactly(finished.equals("drain-1") ? "drain-2" : "drain-1");
    }

    @Test
    void shouldKeepALongRequestByRenewingIt() {
        WorkerSettings settings = settings("renew", 4).withLock(Duration.ofSeconds(1));
        ScriptedDoctor slow = ScriptedDoctor.patient("specialist");
        try (Worker first = worker("Ophthalmologist", settings, slow)) {
            ask("renew-1", "Ophthalmologist", Priority.ROUTINE);
            ask("renew-2", "Ophthalmologist", Priority.ROUTINE);
            await().atMost(LONG).until(() -> slow.asked.size() == 2);
            await().atMost(LONG).during(Duration.ofSeconds(4)).until(() -> slow.asked.size() == 2);
            slow.finish("renew-1");
            await().during(A_WHILE).until(() -> slow.asked.size() == 2);
            slow.finish("renew-2");
            await().atMost(LONG).until(() -> broker.answersTo("renew-2").size() == 1);
            ask("renew-3", "Ophthalmologist", Priority.ROUTINE);
            await().atMost(LONG).until(() -> slow.asked.size() == 3);
            slow.finishAll();
            assertThat(first.live()).isTrue();
        }
        assertThat(slow.asked).allMatch(delivery -> delivery.count() == 1);
        assertThat(broker.answersTo("renew-1")).hasSize(1);
    }

    @Test
    void shouldPassPoisonToTheDeadLettersAndGoOn() {
        String topic = Topics.consults("Radiologist", "", Lane.ROUTINE);
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        broker.publish(topic, "poison", garbage);
        broker.publish(topic, "poison", new byte[0]);
        ScriptedDoctor doctor = ScriptedDoctor.instant("specialist");
        try (Worker worker = worker("Radiologist", settings("poison", 4), doctor)) {
            ask("after-poison", "Radiologist", Priority.ROUTINE);

            await().atMost(LONG).until(() -> !broker.answersTo("after-poison").isEmpty());
            await().atMost(LONG).until(() -> broker.deadLetters.size() == 2);
            assertThat(worker.live()).isTrue();
        }
        assertThat(broker.deadLetters)
                .extracting(DeadLetter::getCode)
                .containsExactlyInAnyOrder("UNKNOWN_MAGIC_BYTE", "EMPTY_RECORD");
        assertThat(broker.deadLetters).allSatisfy(letter -> {
            assertThat(letter.getAt().getTopic()).isEqualTo(topic);
            assertThat(letter.getApplication()).isEqualTo("worker");
        });
    }

    @Test
    void shouldNotSeeRequestsOfAnAbortedTransaction() {
        ScriptedDoctor doctor = ScriptedDoctor.instant("attending");
        WorkerScope attending = new WorkerScope(Set.of(Role.ATTENDING), Set.of(), Set.of());
        broker.askInVain(Requests.attending("aborted").build());
        broker.ask(Requests.attending("committed").build());
        try (Worker worker = worker(attending, settings("aborted", 64), doctor)) {
            await().atMost(LONG).until(() -> doctor.askedIds().contains("committed"));
            assertThat(worker.live()).isTrue();
        }
        assertThat(doctor.askedIds()).doesNotContain("aborted");
    }

    private WorkerSettings settings(String name, int slots) {
        return broker.settings(name, slots).withGroup(name);
    }

    private Request ask(String id, String department, Priority priority) {
        Request request = specialist(id, department, priority);
        broker.ask(request);
        return request;
    }

    private static Request specialist(String id, String department, Priority priority) {
        return Requests.specialist(id, department, 1).setPriority(priority).build();
    }

    private FailureKind failureOf(String requestId) {
        return broker.answersTo(requestId).get(0).getFailure().orElseThrow().getKind();
    }

    private Worker worker(String department, WorkerSettings settings, Doctor doctor) {
        return worker(specialistsOf(department), settings, doctor);
    }

    private Worker worker(WorkerScope scope, WorkerSettings settings, Doctor doctor) {
        Worker worker = new Worker(
                settings,
                scope,
                broker.departments,
                List.of(doctor),
                broker.serdes,
                InstantSource.system(),
                Monitor.silent());
        worker.start();
        return worker;
    }

    private static WorkerScope specialistsOf(String department) {
        return new WorkerScope(Set.of(Role.SPECIALIST), Set.of(department), Set.of(""));
    }
}
