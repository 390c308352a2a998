package io.consilium.model.doctor;

import io.consilium.record.Image;
import io.consilium.record.Opinion;
import io.consilium.record.Priority;
import io.consilium.record.Request;
import io.consilium.record.Role;
import java.time.Instant;
import java.util.List;

/** Synthetic requests, made at {@link #NOW} with a minute's time. */
final class Requests {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Requests() {}

    static Request.Builder triage() {
        return base().setRole(Role.TRIAGE)
                .setDoctor("triage")
                .setDepartments(List.of("Pathologist", "Radiologist", "Surgeon"));
    }

    static Request.Builder specialist() {
        return base().setRole(Role.SPECIALIST)
                .setDoctor("specialist")
                .setDepartment("Radiologist")
                .setSeat(2);
    }

    static Request.Builder attending(Opinion... opinions) {
        return base().setRole(Role.ATTENDING)
                .setDoctor("attending")
                .setDepartment("Radiologist")
                .setOpinions(List.of(opinions));
    }

    static Opinion opinion(int seat, String answer) {
        return Opinion.newBuilder()
                .setSeat(seat)
                .setDoctor("specialist")
                .setAnswer(answer)
                .setFormatOk(true)
                .build();
    }

    static Opinion noOpinion(int seat) {
        return Opinion.newBuilder()
                .setSeat(seat)
                .setDoctor("specialist")
                .setFormatOk(false)
                .build();
    }

    static Image image(String address) {
        return Image.newBuilder().setAddress(address).build();
    }

    static Delivery delivered(Request.Builder request) {
        return new Delivery(request.build(), 1, NOW, "worker-1");
    }

    private static Request.Builder base() {
        return Request.newBuilder()
                .setRequestId("r-1")
                .setCaseId("c-1")
                .setSubject("s-1")
                .setAttempt(1)
                .setPriority(Priority.ROUTINE)
                .setQuestion("Is there a nodule in this chest radiograph?")
                .setOptions(List.of("yes", "no"))
                .setSeed(7)
                .setTemperature(1)
                .setDeadline(NOW.plusSeconds(60))
                .setCreatedAt(NOW);
    }
}
