package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.Department;
import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.department.Seat;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.topic.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerScopeTest {
    private static final Set<String> ALL_DOCTORS = Set.of("triage", "attending", "specialist");

    private final Departments catalogue = DepartmentsFile.bundled();

    @Test
    void shouldReadEveryTopicOfALane() {
        WorkerScope everything = WorkerScope.everything(catalogue);

        assertThat(everything.topics(catalogue, Lane.ROUTINE, ALL_DOCTORS))
                .hasSize(9)
                .contains("triage.requests", "attending.requests", "consults.radiologist");
        assertThat(everything.topics(catalogue, Lane.URGENT, ALL_DOCTORS))
                .hasSize(9)
                .allMatch(topic -> topic.endsWith(".urgent"));
    }

    @Test
    void shouldReadOnlyWhatItServes() {
        WorkerScope scope = new WorkerScope(Set.of(Role.SPECIALIST), Set.of("Surgeon"), Set.of(""));

        assertThat(scope.topics(catalogue, Lane.ROUTINE, Set.of("specialist"))).containsExactly("consults.surgeon");
    }

    @Test
    void shouldReadThePoolsItBelongsTo() {
        Departments pooled = withSeat(new Seat(4, "consultant", 1, "gpu"));

        assertThat(new WorkerScope(Set.of(Role.SPECIALIST), Set.of("Pathologist"), Set.of("gpu"))
                        .topics(pooled, Lane.ROUTINE, Set.of("consultant")))
                .containsExactly("consults.pathologist.gpu");
        assertThat(WorkerScope.everything(pooled).pools()).containsExactlyInAnyOrder("", "gpu");
    }

    @Test
    void shouldSayEverythingItCannotServe() {
        Departments mixed = withSeat(new Seat(4, "consultant", 1, ""));
        WorkerScope scope = new WorkerScope(Set.of(Role.values()), Set.of("Pathologist", "Dentist"), Set.of(""));

        assertThatThrownBy(() -> scope.topics(mixed, Lane.ROUTINE, Set.of("triage", "specialist")))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "department 'Dentist' is not in the catalogue",
                                "attending.requests asks for doctor 'attending', which this worker has not",
                                "consults.pathologist asks for doctor 'consultant', which this worker has not"));
    }

    @Test
    void shouldNotIdleUnnoticed() {
        assertThatThrownBy(() ->
                        new WorkerScope(Set.of(), Set.of(), Set.of("")).topics(catalogue, Lane.ROUTINE, ALL_DOCTORS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no topic");
    }

    private Departments withSeat(Seat seat) {
        Department first = catalogue.departments().get(0);
        List<Seat> seats = new ArrayList<>(first.seats());
        seats.add(seat);
        Department changed = new Department(first.name(), seats, first.quorum(), first.attempts(), first.deadline());
        return new Departments(catalogue.doctors(), catalogue.triage(), catalogue.attending(), List.of(changed));
    }
}
