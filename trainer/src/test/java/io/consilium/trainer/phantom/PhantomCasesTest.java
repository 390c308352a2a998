package io.consilium.trainer.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sets of cases, and the files they are written to. */
class PhantomCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Path.of("../docker/standalone/demo/cases.jsonl");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldAskEachSetsQuestionsInEachOfItsDepartments(PhantomSet set) {
        List<PhantomCase> cases = PhantomCases.stream(set, 5, 120).toList();
        Set<String> asked = new HashSet<>();
        for (int i = 0; i < cases.size(); i++) {
            Truth truth = cases.get(i).phantom().truth();
            assertThat(truth.kind()).isEqualTo(set.kinds().get(i % set.kinds().size()));
            assertThat(cases.get(i).look()).isEqualTo(set.look());
            asked.add(question(cases.get(i)).name());
        }
        assertThat(asked).isEqualTo(set.questions().stream().map(Question::name).collect(Collectors.toSet()));
    }

    @Test
    void shouldHoldTheSpecifiedSets() {
        assertThat(PhantomSet.RAD.kinds()).containsExactly(Kind.RADIOLOGIST, Kind.ONCOLOGIST);
        assertThat(PhantomSet.SLAKE.kinds()).containsExactly(Kind.RADIOLOGIST, Kind.ENDOCRINOLOGIST, Kind.SURGEON);
        assertThat(PhantomSet.PATH.kinds()).containsExactly(Kind.PATHOLOGIST, Kind.DERMATOLOGIST, Kind.OPHTHALMOLOGIST);
        for (PhantomSet inDomain : List.of(PhantomSet.RAD, PhantomSet.SLAKE, PhantomSet.PATH)) {
            assertThat(inDomain.questions()).hasSize(4).doesNotContain(Question.DIAGNOSIS);
            assertThat(inDomain.look()).isEqualTo(Look.STANDARD);
        }
        for (PhantomSet shifted : List.of(PhantomSet.OMNI, PhantomSet.MMMU)) {
            assertThat(shifted.kinds()).hasSize(7);
            assertThat(shifted.look()).isEqualTo(Look.SHIFTED);
        }
        assertThat(PhantomSet.OMNI.questions()).hasSize(5);
        assertThat(PhantomSet.MMMU.questions()).containsExactly(Question.DIAGNOSIS);
        assertThat(PhantomSet.DEMO.look()).isEqualTo(Look.STANDARD);
    }

    @Test
    void shouldGiveSubjectsOneToThreeCases() {
        Map<String, Long> sizes = PhantomCases.stream(PhantomSet.RAD, 6, 200)
                .collect(Collectors.groupingBy(PhantomCase::subject, Collectors.counting()));

        assertThat(new HashSet<>(sizes.values())).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(sizes).containsKey("rad-6-s0001").doesNotContainKey("rad-6-s0000");
    }

    @Test
    void shouldRepeatItselfAndGoOnWhereAShorterStreamEnded() {
        List<PhantomCase> few = PhantomCases.stream(PhantomSet.OMNI, 9, 5).toList();
        List<PhantomCase> many = PhantomCases.stream(PhantomSet.OMNI, 9, 8).toList();

        assertThat(few.get(4).id()).isEqualTo("omni-9-00004");
        assertThat(many.get(4).phantom().picture().rgb())
                .isEqualTo(few.get(4).phantom().picture().rgb());
        assertThat(many.get(4).asked()).isEqualTo(few.get(4).asked());
    }

    @Test
    void shouldWriteCasesThatReadBack() throws IOException {
        List<PhantomCase> cases = PhantomCases.stream(PhantomSet.DEMO, 1, 3).toList();
        try (CaseWriter writer = CaseWriter.open(directory)) {
            cases.forEach(writer::write);
        }

        List<JsonNode> lines = lines(directory.resolve("cases.jsonl"));
        assertThat(lines).hasSize(3);
        for (int i = 0; i < 3; i++) {
            PhantomCase written = cases.get(i);
            JsonNode line = lines.get(i);
            assertThat(names(line)).isEqualTo(names(lines(DEMO).get(0)));
            assertThat(line.path("answer").asText()).isEqualTo(written.asked().answer());
            assertThat(line.path("options")).hasSize(written.asked().options().size());
            assertThat(line.path("finding").asText())
                    .isEqualTo(written.phantom().finding());
            assertThat(line.path("style").asText()).isEqualTo("standard");
            byte[] png = Files.readAllBytes(directory.resolve(line.path("image").asText()));
            assertThat(Picture.decode(png, PictureLimits.DEFAULT).rgb())
                    .isEqualTo(written.phantom().picture().rgb());
        }
    }

    @Test
    void shouldWriteOpinionsWithAndWithoutAnAnswer() throws IOException {
        PhantomCase written =
                PhantomCases.stream(PhantomSet.RAD, 1, 1).findFirst().orElseThrow();
        try (CaseWriter writer = CaseWriter.open(directory.resolve("new"))) {
            writer.write(written, List.of(new Opinion(1, Optional.of("two")), new Opinion(2, Optional.empty())));
        }

        assertThat(lines(directory.resolve("new/cases.jsonl")).get(0).path("opinions"))
                .hasToString("[{\"seat\":1,\"answer\":\"two\"},{\"seat\":2}]");
    }

    @Test
    void shouldRefuseADirectoryThatIsNotEmpty() throws IOException {
        Path file = Files.createFile(directory.resolve("something"));

        assertThatThrownBy(() -> CaseWriter.open(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory + " is not empty");
        assertThatThrownBy(() -> CaseWriter.open(file)).hasMessageContaining(file + " is not empty");
    }

    private static Question question(PhantomCase asked) {
        return List.of(Question.values()).stream()
                .filter(question -> question.about(asked.phantom().truth()).equals(Optional.of(asked.asked())))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<String> names(JsonNode line) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
