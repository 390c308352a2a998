package io.consilium.department;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The catalogue of departments, seats and doctors: departments.yaml, read and checked. */
public record Departments(List<DoctorSpec> doctors, Step triage, Step attending, List<Department> departments) {

    public List<String> names() {
        return departments.stream().map(Department::name).toList();
    }

    public Optional<DoctorSpec> doctor(String name) {
        return doctors.stream().filter(doctor -> doctor.name().equals(name)).findFirst();
    }

    /** The longest that a case may take when every phase uses its whole deadline. */
    public Duration longestCase() {
        Duration opinions = departments.stream()
                .map(Department::deadline)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return triage.deadline().plus(opinions).plus(attending.deadline());
    }
}
