package io.consilium.worker;

import io.consilium.record.Priority;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.time.Instant;

/** Synthetic requests. */
final class Requests {
    private Requests() {}

    static Request.Builder triage(String id) {
        return base(id).setRole(Role.TRIAGE).setDoctor("triage");
    }

    static Request.Builder attending(String id) {
        return base(id).setRole(Role.ATTENDING).setDoctor("attending");
    }

    static Request.Builder specialist(String id, String department, int seat) {
        return base(id).setRole(Role.SPECIALIST)
                .setDepartment(department)
                .setSeat(seat)
                .setDoctor("specialist");
    }

    static String topicOf(Request request) {
        Lane lane = Lane.of(request.getPriority());
        return switch (request.getRole()) {
            case TRIAGE -> Topics.triageRequests(lane);
            case ATTENDING -> Topics.attendingRequests(lane);
            case SPECIALIST ->
                Topics.consults(
                        request.getDepartment().orElseThrow(), request.getPool().orElse(""), lane);
        };
    }

    private static Request.Builder base(String id) {
        Instant now = Instant.now();
        return Request.newBuilder()
                .setRequestId(id)
                .setCaseId("case-of-" + id)
                .setSubject("subject")
                .setAttempt(1)
                .setPriority(Priority.ROUTINE)
                .setQuestion("Is there a nodule?")
                .setSeed(1)
                .setTemperature(0)
                .setDeadline(now.plus(Duration.ofMinutes(5)))
                .setCreatedAt(now);
    }
}
