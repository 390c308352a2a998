package io.consilium.department;

import io.consilium.record.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The catalogue of departments, seats and doctors: departments.yaml, read and checked. */
public record Departments(List<DoctorSpec> doctors, Step triage, Step attending, List<Department> departments) {

    public List<String> names() {
        return departments.stream().map(Department::name).toList();
    }

    public Optional<DoctorSpec> doctor(String name) {
        return doctors.stream().filter(doctor -> doctor.name().equals(name)).findFirst();
    }

    /** The roles in which a doctor answers; none where no step and no seat names it. */
    public Set<Role> roles(String doctor) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (triage.doctor().equals(doctor)) {
            roles.add(Role.TRIAGE);
        }
        if (attending.doctor().equals(doctor)) {
            roles.add(Role.ATTENDING);
        }
        boolean seated = departments.stream()
                .flatMap(department -> department.seats().stream())
                .anyMatch(seat -> seat.doctor().equals(doctor));
        if (seated) {
            roles.add(Role.SPECIALIST);
        }
        return roles;
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
