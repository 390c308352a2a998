package io.consilium.journey;

import io.consilium.digest.Digest;
import io.consilium.record.Case;
import io.consilium.record.DepartmentPolicy;
import io.consilium.record.Opinion;
import io.consilium.record.Request;
import io.consilium.record.Role;
import io.consilium.record.SeatPolicy;
import io.consilium.record.StepPolicy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes the requests of one case. Id and seed are hashes of case, step, seat and attempt, so that the same request is
 * the same bytes however often it is made.
 *
 * <p>A doctor that answers greedily would repeat itself: tries after the first are sampled at temperature 1.
 */
record Requests(Case theCase, PinnedPolicy policy, Instant now) {

    static String id(String caseId, Role role, int seat, int attempt) {
        return Digest.of(caseId, role.name(), String.valueOf(seat), String.valueOf(attempt));
    }

    Command.Ask triage(int attempt, Instant deadline) {
        StepPolicy step = policy.policy().getTriage();
        Request request = common(Role.TRIAGE, 0, attempt, step.getTemperature(), deadline)
                .setDoctor(step.getDoctor())
                .setModelVersion(step.getModelVersion().orElse(null))
                .setDepartments(policy.policy().getDepartments().stream()
                        .map(DepartmentPolicy::getName)
                        .toList())
                .build();
        return new Command.Ask(request);
    }

    Command.Ask consult(String department, int seat, int attempt, Instant deadline) {
        SeatPolicy specialist = policy.seat(department, seat);
        Request request = common(Role.SPECIALIST, seat, attempt, specialist.getTemperature(), deadline)
                .setDepartment(department)
                .setPool(specialist.getPool().orElse(null))
                .setDoctor(specialist.getDoctor())
                .setModelVersion(specialist.getModelVersion().orElse(null))
                .build();
        return new Command.Ask(request);
    }

    Command.Ask attending(Optional<String> department, List<Opinion> opinions, int attempt, Instant deadline) {
        StepPolicy step = policy.policy().getAttending();
        Request request = common(Role.ATTENDING, 0, attempt, step.getTemperature(), deadline)
                .setDepartment(department.orElse(null))
                .setDoctor(step.getDoctor())
                .setModelVersion(step.getModelVersion().orElse(null))
                .setOpinions(opinions)
                .build();
        return new Command.Ask(request);
    }

    private Request.Builder common(Role role, int seat, int attempt, double temperature, Instant deadline) {
        return Request.newBuilder()
                .setRequestId(id(theCase.getCaseId(), role, seat, attempt))
                .setCaseId(theCase.getCaseId())
                .setSubject(theCase.getSubject())
                .setRole(role)
                .setSeat(seat)
                .setAttempt(attempt)
                .setPriority(theCase.getPriority())
                .setQuestion(theCase.getQuestion())
                .setOptions(theCase.getOptions())
                .setHistory(theCase.getHistory().orElse(null))
                .setImages(theCase.getImages())
                .setSeed(seed(role, seat, attempt))
                .setTemperature(attempt > 1 ? Math.max(temperature, 1) : temperature)
                .setDeadline(deadline)
                .setCreatedAt(now);
    }

    private long seed(Role role, int seat, int attempt) {
        byte[] hash = Digest.bytes("seed", theCase.getCaseId(), role.name(), seat + "/" + attempt);
        return ByteBuffer.wrap(hash).getLong() >>> 1;
    }
}
