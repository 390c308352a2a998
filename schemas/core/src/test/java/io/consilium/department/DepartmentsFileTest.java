package io.consilium.department;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DepartmentsFileTest {
    private static final String SMALL = """
            doctors:
              local: {model: tiny}
              far: {kind: remote, url: 'https://models.example/v1', model: big, keyVariable: BIG_KEY, replyTokens: 300}
            triage: {doctor: local, attempts: 2, deadline: 500ms}
            attending: {doctor: far, temperature: 0.5, attempts: 1, deadline: 2m}
            defaults:
              seats: [{doctor: local, temperature: 1}, {doctor: far}]
              quorum: 1
              attempts: 3
              deadline: 1h
            departments:
              - name: Radiologist
            """;

    @Test
    void bundlesTheSevenDepartmentsOfThePaper() {
        Departments bundled = DepartmentsFile.bundled();
        assertThat(bundled.names())
                .containsExactly(
                        "Pathologist",
                        "Radiologist",
                        "Surgeon",
                        "Oncologist",
                        "Endocrinologist",
                        "Ophthalmologist",
                        "Dermatologist");
        assertThat(bundled.departments()).allSatisfy(department -> {
            assertThat(department.seats()).extracting(Seat::number).containsExactly(1, 2, 3);
            assertThat(department.seats()).extracting(Seat::temperature).containsOnly(1.0);
            assertThat(department.quorum()).isEqualTo(2);
        });
        assertThat(bundled.longestCase()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void givesADepartmentWithoutWordsOfItsOwnTheDefaults() {
        Departments parsed = parse(SMALL);
        assertThat(parsed.departments())
                .containsExactly(new Department(
                        "Radiologist",
                        List.of(new Seat(1, "local", 1, ""), new Seat(2, "far", 0, "")),
                        1,
                        3,
                        Duration.ofHours(1)));
        assertThat(parsed.triage()).isEqualTo(new Step("local", 0, 2, Duration.ofMillis(500)));
        assertThat(parsed.attending()).isEqualTo(new Step("far", 0.5, 1, Duration.ofMinutes(2)));
    }

    @Test
    void readsBothKindsOfDoctor() {
        Departments parsed = parse(SMALL);
        assertThat(parsed.doctor("local")).contains(new DoctorSpec.Local("local", "tiny", 64));
        assertThat(parsed.doctor("far"))
                .contains(new DoctorSpec.Remote(
                        "far", java.net.URI.create("https://models.example/v1"), "big", "BIG_KEY", 300));
        assertThat(parsed.doctor("nobody")).isEmpty();
    }

    @Test
    void takesAnEighthDepartmentWithSeatsOfItsOwn() {
        Departments parsed = parse(SMALL + """
              - name: Nuclear Medicine
                seats: [{doctor: far, pool: gpu}]
                deadline: 30s
            """);
        Department eighth = parsed.departments().get(1);
        assertThat(eighth.slug()).isEqualTo("nuclear-medicine");
        assertThat(eighth.seats()).containsExactly(new Seat(1, "far", 0, "gpu"));
        assertThat(eighth.deadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(eighth.attempts()).isEqualTo(3);
    }

    @Test
    void reportsEveryProblemTogether() {
        assertThat(problems("""
                doctors:
                  local: {model: tiny, colour: blue, replyTokens: 0}
                  far: {kind: remote, url: 'ftp://models', model: big}
                  odd: {kind: oracle, url: 'http://x', model: m}
                triage: {doctor: nobody, attempts: 0, deadline: soon}
                attending: {doctor: local, temperature: hot, attempts: two, deadline: 0s}
                defaults: {seats: [{doctor: local}], quorum: 2, attempts: 1, deadline: 1s}
                departments:
                  - name: Radiologist
                  - name: radiologist
                  - name: 'Bad/Name'
                  - seats: []
                hospital: true
                """))
                .contains(
                        "the file: unknown key 'hospital'; known are doctors, triage, attending, defaults, departments",
                        "doctors.local: unknown key 'colour'; known are kind, model, replyTokens",
                        "doctors.local.replyTokens: a whole number from 1 is needed",
                        "doctors.far.url: 'ftp://models' is not an http(s) address",
                        "doctors.odd.kind: 'oracle' is neither local nor remote",
                        "triage.doctor: 'nobody' is not among the doctors [local, far, odd]",
                        "triage.attempts: a whole number from 1 is needed",
                        "triage.deadline: 'soon' is not a time such as 500ms, 30s, 2m or 1h",
                        "attending.temperature: \"hot\" is not a number between 0 and 2",
                        "attending.attempts: a whole number from 1 is needed",
                        "attending.deadline: '0s' is not a time such as 500ms, 30s, 2m or 1h",
                        "departments.Radiologist.quorum: 2 is more than its 1 seats",
                        "departments: 'radiologist' is listed twice",
                        "departments.Bad/Name: a name has letters, digits, spaces and hyphens, 64 at most",
                        "departments.name: missing",
                        "departments..seats: none is listed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attempts: 2      | attempts: 1.5                      | triage.attempts",
                "deadline: 500ms  | deadline: 99999999999999999999h    | triage.deadline",
                "deadline: 500ms  | deadline: -1s                      | triage.deadline",
                "deadline: 500ms  | deadline: 5                        | triage.deadline",
                "temperature: 0.5 | temperature: 2.5                   | attending.temperature",
                "model: tiny      | model: ''                          | doctors.local.model: missing",
                "https://models.example/v1 | http://[                  | doctors.far.url",
                "https://models.example/v1 | http:///v1                | doctors.far.url",
                "{doctor: far}    | {doctor: far, pool: urgent}        | seats[2].pool: 'urgent'",
                "{doctor: far}    | {doctor: far, pool: 'Big GPU'}     | seats[2].pool: 'Big GPU'",
                "{doctor: far}    | {}                                 | seats[2].doctor: missing",
                "quorum: 1        | quorum: 3                          | quorum: 3 is more than its 2 seats",
                "name: Radiologist| name: 1st                          | departments.1st",
            })
    void reportsABadValueWithItsPlace(String good, String bad, String expected) {
        assertThat(SMALL).contains(good);
        assertThat(problems(SMALL.replaceFirst(java.util.regex.Pattern.quote(good), bad)))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "[]", "doctors: []", "departments: {}"})
    void reportsAFileThatSaysNothing(String yaml) {
        assertThat(problems(yaml)).contains("doctors: none is listed", "departments: none is listed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctors: [", "doctors: {a: {model: m}, a: {model: n}}", "\t- x"})
    void refusesWhatIsNoYaml(String yaml) {
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> parse(yaml)))
                .hasMessageContaining("departments.yaml is not YAML");
    }

    @Test
    void saysWhenTheFileIsAbsent(@TempDir Path directory) throws IOException {
        assertThat(DepartmentsFile.read(Files.writeString(directory.resolve("ok.yaml"), SMALL))
                        .names())
                .containsExactly("Radiologist");
        assertThat(catchThrowableOfType(
                        ConfigurationException.class, () -> DepartmentsFile.read(directory.resolve("absent.yaml"))))
                .hasMessageContaining("absent.yaml cannot be read");
    }

    private static Departments parse(String yaml) {
        return DepartmentsFile.parse("departments.yaml", yaml);
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(yaml))
                .problems();
    }
}
