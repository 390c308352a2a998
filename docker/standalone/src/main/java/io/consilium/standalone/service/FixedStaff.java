package io.consilium.standalone.service;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.digest.Digest;
import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.record.ModelVersion;
import io.consilium.record.Request;
import io.consilium.record.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Doctors that answer after a fixed time of service, whatever version they are asked for: for measuring and for doing
 * harm. What they say follows from the request alone: every fourth specialist differs from the others.
 */
public final class FixedStaff implements Staff {
    private static final int ONE_DIFFERS_IN = 4;

    private final Departments departments;
    private final Duration service;
    private final InstantSource clock;

    public FixedStaff(Departments departments, Duration service, InstantSource clock) {
        this.departments = departments;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public Collection<? extends Doctor> doctors(ImageStore images) {
        return departments.doctors().stream()
                .map(DoctorSpec::name)
                .map(name -> new FixedDoctor(name, service, clock))
                .toList();
    }

    /** One version for each doctor, the same in every process, so that there is a champion to be replaced. */
    @Override
    public List<ModelVersion> versions() {
        return departments.doctors().stream()
                .map(DoctorSpec::name)
                .map(name -> ModelVersion.newBuilder()
                        .setDoctor(name)
                        .setName("fixed")
                        .setVersion(Digest.sha256(("fixed " + name).getBytes(StandardCharsets.UTF_8)))
                        .setLocation("fixed")
                        .setPublishedAt(clock.instant())
                        .build())
                .toList();
    }

    @Override
    public void close() {}

    private record FixedDoctor(String name, Duration service, InstantSource clock) implements Doctor {
        @Override
        public CompletableFuture<Answer> answer(Delivery delivery) {
            Instant started = clock.instant();
            if (delivery.remaining(started).isNegative()) {
                return CompletableFuture.completedFuture(
                        delivery.failed(FailureKind.TIMED_OUT, "The request came after its deadline.", started));
            }
            Executor later = CompletableFuture.delayedExecutor(service.toNanos(), TimeUnit.NANOSECONDS);
            return CompletableFuture.supplyAsync(() -> answer(delivery, started), later);
        }

        private Answer answer(Delivery delivery, Instant started) {
            Request request = delivery.request();
            String said = said(request);
            return delivery.answer(started, clock.instant())
                    .setModelName("fixed")
                    .setModelVersion(request.getModelVersion().orElse(null))
                    .setRawText("<think>as ever</think><answer>" + said + "</answer>")
                    .setReasoning("as ever")
                    .setAnswer(said)
                    .setFormatOk(true)
                    .build();
        }

        private static String said(Request request) {
            List<String> choices = request.getRole() == Role.TRIAGE ? request.getDepartments() : request.getOptions();
            boolean differs = request.getRole() == Role.SPECIALIST
                    && Math.floorMod(request.getSeed(), (long) ONE_DIFFERS_IN) == 0;
            int choice = request.getCaseId().hashCode() + (differs ? 1 : 0);
            return choices.isEmpty() ? "unremarkable" : choices.get(Math.floorMod(choice, choices.size()));
        }
    }
}
