package io.consilium.standalone.bench;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.Answer;
import io.consilium.record.ModelVersion;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.standalone.service.Staff;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Doctors that answer at once, so that a benchmark measures the way of a case and nothing else. */
final class InstantStaff implements Staff {
    private final Departments departments;

    InstantStaff(Departments departments) {
        this.departments = departments;
    }

    @Override
    public Collection<? extends Doctor> doctors(ImageStore images) {
        return departments.doctors().stream()
                .map(DoctorSpec::name)
                .map(InstantDoctor::new)
                .toList();
    }

    @Override
    public List<ModelVersion> versions() {
        return List.of();
    }

    @Override
    public void close() {}

    private record InstantDoctor(String name) implements Doctor {
        @Override
        public CompletableFuture<Answer> answer(Delivery delivery) {
            Request request = delivery.request();
            Instant now = Instant.now();
            String said = request.getRole() == Role.TRIAGE
                    ? request.getDepartments().get(0)
                    : request.getOptions().get(0);
            return CompletableFuture.completedFuture(delivery.answer(now, now)
                    .setRawText("<think>the opinions agree</think><answer>" + said + "</answer>")
                    .setReasoning("the opinions agree")
                    .setAnswer(said)
                    .setFormatOk(true)
                    .build());
        }
    }
}
