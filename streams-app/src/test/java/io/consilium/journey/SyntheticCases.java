package io.consilium.journey;

import io.consilium.department.DepartmentsFile;
import io.consilium.policy.Policies;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Failure;
import io.consilium.record.FailureKind;
import io.consilium.record.Outcome;
import io.consilium.record.Priority;
import io.consilium.record.Request;
import io.consilium.record.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Made-up cases and answers. */
public final class SyntheticCases {
    public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    public static final PinnedPolicy POLICY = PinnedPolicy.of(
            Policies.of(DepartmentsFile.bundled(), Map.of("triage", "t1", "attending", "a1", "specialist", "s1")));

    private SyntheticCases() {}

    public static Case.Builder caseOf(String caseId) {
        return Case.newBuilder()
                .setCaseId(caseId)
                .setSubject("subject-1")
                .setReceivedAt(T0)
                .setPriority(Priority.ROUTINE)
                .setQuestion("Is there a nodule?")
                .setOptions(List.of("yes", "no"))
                .setSource(new Source("demo", "message-" + caseId))
                .setContentHash("hash-" + caseId);
    }

    public static Cancel cancel(String caseId, String system) {
        return Cancel.newBuilder()
                .setCaseId(caseId)
                .setSource(new Source(system, "cancel-1"))
                .setCancelledAt(T0)
                .build();
    }

    public static Outcome outcome(String caseId) {
        return Outcome.newBuilder()
                .setCaseId(caseId)
                .setAnswer("yes")
                .setConfirmedBy("clinician-1")
                .setConfirmedAt(T0)
                .build();
    }

    /** A reply in the right format. */
    public static Answer says(Request request, String answer) {
        return answered(request, Optional.of(answer), true, Optional.empty());
    }

    /** A reply that keeps no format. */
    public static Answer mumbles(Request request) {
        return answered(request, Optional.empty(), false, Optional.empty());
    }

    public static Answer fails(Request request, FailureKind kind) {
        return answered(request, Optional.empty(), false, Optional.of(new Failure(kind, "made up")));
    }

    private static Answer answered(
            Request request, Optional<String> answer, boolean formatOk, Optional<Failure> failure) {
        return Answer.newBuilder()
                .setRequestId(request.getRequestId())
                .setCaseId(request.getCaseId())
                .setRole(request.getRole())
                .setDepartment(request.getDepartment().orElse(null))
                .setSeat(request.getSeat())
                .setAttempt(request.getAttempt())
                .setDoctor(request.getDoctor())
                .setModelVersion(request.getModelVersion().orElse(null))
                .setSeed(request.getSeed())
                .setTemperature(request.getTemperature())
                .setFailure(failure.orElse(null))
                .setReasoning(formatOk ? "because" : "")
                .setAnswer(answer.orElse(null))
                .setFormatOk(formatOk)
                .setQueuedAt(T0)
                .setStartedAt(T0)
                .setFinishedAt(T0.plusMillis(5))
                .setWorker("worker-1")
                .build();
    }
}
