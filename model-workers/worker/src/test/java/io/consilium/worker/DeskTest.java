package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.topic.Lane;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ScriptedDoctor doctor = ScriptedDoctor.patient("triage");
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final Desk desk = new Desk(2, Runnable::run, InstantSource.fixed(NOW), busy -> {});

    @Test
    void shouldBeginNoMoreThanItsSlots() {
        submit(Lane.ROUTINE, "a", "b", "c", "d");

        assertThat(doctor.askedIds()).containsExactly("a", "b");
        doctor.finish("b");
        assertThat(doctor.askedIds()).containsExactly("a", "b", "c");
        assertThat(answers).extracting(Answer::getRequestId).containsExactly("b");
    }

    @Test
    void shouldGiveTheNextFreeSlotToAnUrgentRequest() {
        submit(Lane.ROUTINE, "a", "b", "c");
        submit(Lane.URGENT, "u", "v");

        doctor.finish("a");
        doctor.finish("b");
        doctor.finish("u");

        assertThat(doctor.askedIds()).containsExactly("a", "b", "u", "v", "c");
    }

    @Test
    void shouldTakeBackOnlyWhatHasNotBegun() {
        List<Desk.Ticket> tickets = submit(Lane.ROUTINE, "a", "b", "c");

        assertThat(tickets.get(0).withdraw()).isFalse();
        assertThat(tickets.get(2).withdraw()).isTrue();
        doctor.finishAll();
        assertThat(doctor.askedIds()).containsExactly("a", "b");
    }

    @Test
    void shouldStopWhatIsGivenUpAndFreeItsSlot() {
        List<Desk.Ticket> tickets = submit(Lane.ROUTINE, "a", "b", "c");

        tickets.get(0).cancel();

        assertThat(doctor.open.get("a")).isCancelled();
        assertThat(doctor.askedIds()).containsExactly("a", "b", "c");
        assertThat(answers).isEmpty();
    }

    @Test
    void shouldAnswerForADoctorThatIsSilentAfterTheDeadline() {
        Delivery late = delivery("a");
        InstantSource afterDeadline = InstantSource.fixed(late.request().getDeadline());
        new Desk(1, Runnable::run, afterDeadline, busy -> {}).submit(Lane.ROUTINE, doctor, late, answers::add);

        await().until(() -> !answers.isEmpty());
        assertThat(answers.get(0).getFailure().orElseThrow().getKind()).isEqualTo(FailureKind.TIMED_OUT);
        assertThat(doctor.open.get("a")).isCancelled();
    }

    @Test
    void shouldAnswerWithAFailureWhenADoctorHasADefect() {
        Doctor throwing = broken(() -> {
            throw new IllegalStateException("text of the case");
        });
        Doctor failing = broken(() -> CompletableFuture.failedFuture(new IllegalStateException("text of the case")));

        desk.submit(Lane.ROUTINE, throwing, delivery("a"), answers::add);
        desk.submit(Lane.ROUTINE, failing, delivery("b"), answers::add);
        submit(Lane.ROUTINE, "c", "d");

        assertThat(answers).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.getFailure().orElseThrow().getKind()).isEqualTo(FailureKind.INTERNAL);
            assertThat(answer.getFailure().orElseThrow().getMessage()).doesNotContain("text of the case");
        });
        assertThat(doctor.askedIds()).containsExactly("c", "d");
    }

    private List<Desk.Ticket> submit(Lane lane, String... ids) {
        return List.of(ids).stream()
                .map(id -> desk.submit(lane, doctor, delivery(id), answers::add))
                .toList();
    }

    private static Delivery delivery(String id) {
        return new Delivery(Requests.triage(id).build(), 1, NOW, "worker");
    }

    private interface Attempt {
        CompletableFuture<Answer> answer();
    }

    private static Doctor broken(Attempt attempt) {
        return new Doctor() {
            @Override
            public String name() {
                return "triage";
            }

            @Override
            public CompletableFuture<Answer> answer(Delivery delivery) {
                return attempt.answer();
            }
        };
    }
}
