package io.consilium.policy;

import io.consilium.department.Department;
import io.consilium.department.Departments;
import io.consilium.department.Seat;
import io.consilium.department.Step;
import io.consilium.record.DepartmentPolicy;
import io.consilium.record.Policy;
import io.consilium.record.SeatPolicy;
import io.consilium.record.StepPolicy;
import java.util.Map;

/** Makes the policy of a case out of the departments and the model versions that are published. */
public final class Policies {
    private Policies() {}

    /** @param versions by doctor; a doctor without one is not pinned */
    public static Policy of(Departments departments, Map<String, String> versions) {
        return new Policy(
                step(departments.triage(), versions),
                departments.departments().stream()
                        .map(department -> department(department, versions))
                        .toList(),
                step(departments.attending(), versions));
    }

    private static StepPolicy step(Step step, Map<String, String> versions) {
        return new StepPolicy(
                step.doctor(),
                versions.get(step.doctor()),
                step.temperature(),
                step.attempts(),
                step.deadline().toMillis());
    }

    private static DepartmentPolicy department(Department department, Map<String, String> versions) {
        return new DepartmentPolicy(
                department.name(),
                department.seats().stream().map(seat -> seat(seat, versions)).toList(),
                department.quorum(),
                department.attempts(),
                department.deadline().toMillis());
    }

    private static SeatPolicy seat(Seat seat, Map<String, String> versions) {
        return new SeatPolicy(
                seat.number(),
                seat.doctor(),
                versions.get(seat.doctor()),
                seat.temperature(),
                seat.pool().isEmpty() ? null : seat.pool());
    }
}
