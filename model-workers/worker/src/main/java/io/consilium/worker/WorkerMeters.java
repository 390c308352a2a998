package io.consilium.worker;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.monitor.Metric;
import io.consilium.problem.PoisonException;
import io.consilium.record.Answer;
import io.consilium.record.Failure;
import io.consilium.topic.Application;
import io.consilium.topic.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what a worker takes and answers. What a request calls itself is shown only where it is known. Safe for threads. */
final class WorkerMeters {
    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Set<String> departments;
    private final Set<String> doctors;

    WorkerMeters(MeterRegistry meters, Departments catalogue) {
        this.meters = meters;
        this.departments = Set.copyOf(catalogue.names());
        this.doctors = catalogue.doctors().stream().map(DoctorSpec::name).collect(Collectors.toUnmodifiableSet());
        for (Lane lane : Lane.values()) {
            Metric.REQUESTS_TAKEN.count(meters, 0, Metric.label(lane), "first");
            Metric.REQUESTS_TAKEN.count(meters, 0, Metric.label(lane), "again");
        }
    }

    /** Shows how many requests wait at a desk and are with its doctors. */
    void show(Desk desk) {
        Gauge.builder(Metric.REQUESTS_WITH_DOCTORS.id(), desk, Desk::busy)
                .description(Metric.REQUESTS_WITH_DOCTORS.about())
                .register(meters);
        for (Lane lane : Lane.values()) {
            Gauge.builder(Metric.REQUESTS_WAITING.id(), desk, one -> one.waiting(lane))
                    .description(Metric.REQUESTS_WAITING.about())
                    .tags(Metric.REQUESTS_WAITING.tags(Metric.label(lane)))
                    .register(meters);
        }
    }

    void took(Lane lane, int delivery) {
        Metric.REQUESTS_TAKEN.count(meters, Metric.label(lane), delivery > 1 ? "again" : "first");
    }

    /** @param together requests with doctors, the one that begins included */
    void began(int together) {
        Metric.BATCH_SIZE.measure(meters, together);
    }

    /** @param askedAt when the journey asked */
    void answered(Instant askedAt, Answer answer) {
        String role = Metric.label(answer.getRole());
        Metric.ANSWERS.count(meters, role, result(answer));
        if (answer.getFailure().isPresent()) {
            return;
        }
        String department =
                answer.getDepartment().map(name -> known(departments, name)).orElse("none");
        Metric.STEP_QUEUE.time(meters, Duration.between(askedAt, answer.getStartedAt()), role, department);
        Metric.STEP_SERVICE.time(
                meters, Duration.between(answer.getStartedAt(), answer.getFinishedAt()), role, department);
        String doctor = known(doctors, answer.getDoctor());
        Metric.TOKENS.count(meters, answer.getPromptTokens(), doctor, "prompt");
        Metric.TOKENS.count(meters, answer.getCompletionTokens(), doctor, "completion");
    }

    void deadLetter(PoisonException poison) {
        Metric.DEAD_LETTERS.count(meters, Application.WORKER.id(), poison.code());
    }

    static String result(Answer answer) {
        return answer.getFailure()
                .map(Failure::getKind)
                .map(Metric::label)
                .orElse(answer.getFormatOk() ? "answered" : "no_format");
    }

    private static String known(Set<String> names, String name) {
        return names.contains(name) ? name : OTHER;
    }
}
