package io.consilium.model.doctor;

import static io.consilium.model.doctor.FakeCheckpoints.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.department.DoctorSpec;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorsTest {
    @TempDir
    Path root;

    private final FakeCheckpoints checkpoints = new FakeCheckpoints();

    @Test
    void shouldLoadAModelOnceForAllItsDoctors() throws IOException {
        checkpoint(root.resolve("generalist"), "v1");
        checkpoint(root.resolve("specialist"), "v2");

        try (Doctors doctors = open(DepartmentsFile.bundled(), Optional.empty())) {
            assertThat(doctors.seeing(FakeImages.store(root)))
                    .extracting(Doctor::name)
                    .containsExactly("triage", "attending", "specialist");
            assertThat(doctors.versions())
                    .extracting(version -> version.getDoctor() + " " + version.getVersion())
                    .containsExactly("triage v1", "attending v1", "specialist v2");
            assertThat(checkpoints.loads).hasSize(2);
        }
        assertThat(checkpoints.closed).containsExactlyInAnyOrder("generalist", "specialist");
    }

    @Test
    void shouldSayEverythingThatIsMissing() throws IOException {
        checkpoint(root.resolve("generalist"), "broken");

        assertThatThrownBy(() -> open(withRemote("MED_KEY"), Optional.empty()))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(4)
                        .anyMatch(problem -> problem.contains("doctor 'triage'") && problem.contains("truncated"))
                        .anyMatch(problem -> problem.contains("doctor 'specialist'"))
                        .anyMatch(problem -> problem.contains("MED_KEY")));
    }

    @Test
    void shouldNotTakeAKeyThatNoHeaderMayHold() throws IOException {
        checkpoint(root.resolve("generalist"), "v1");
        checkpoint(root.resolve("specialist"), "v2");

        assertThatThrownBy(() -> open(withRemote("MED_KEY"), Optional.of("sk secret\nX: y")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MED_KEY")
                .hasMessageNotContaining("secret");
        assertThat(open(withRemote("MED_KEY"), Optional.of(" sk-good\n")).versions())
                .hasSize(4);
    }

    private Doctors open(Departments catalogue, Optional<String> key) {
        return Doctors.open(
                Doctors.of(
                        catalogue,
                        DoctorSettings.of(root, new GeneratorSettings(2, 0, 1)),
                        checkpoints,
                        InstantSource.fixed(Requests.NOW)),
                variable -> key);
    }

    private static Departments withRemote(String variable) {
        Departments bundled = DepartmentsFile.bundled();
        List<DoctorSpec> doctors = new ArrayList<>(bundled.doctors());
        doctors.add(new DoctorSpec.Remote("consultant", URI.create("http://localhost/v1"), "med-7b", variable, 300));
        return new Departments(doctors, bundled.triage(), bundled.attending(), bundled.departments());
    }
}
