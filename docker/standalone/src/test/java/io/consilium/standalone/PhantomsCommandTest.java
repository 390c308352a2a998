package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases about synthetic pictures, made at the command line. */
class PhantomsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void shouldWriteCasesThatCanBeSubmitted() {
        Path out = directory.resolve("rad");
        Shell.Result result = phantoms("Rad", "--count", "4", "--seed", "7", "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("wrote 4 cases to " + out);
        CaseFile.Contents cases = CaseFile.read(out.resolve("cases.jsonl"), CaseFile.Format.CONSILIUM, "test");
        assertThat(cases.problems()).isEmpty();
        assertThat(cases.cases()).hasSize(4);
        assertThat(cases.cases().get(1).department()).contains("Oncologist");
    }

    @Test
    void shouldWriteTheSpecialistsOpinionsTheSameEachTime() throws IOException {
        List<JsonNode> cases = withOpinions("one");
        Set<String> answers = new HashSet<>();

        assertThat(cases).hasSize(4).isEqualTo(withOpinions("two"));
        for (JsonNode line : cases) {
            assertThat(line.path("opinions"))
                    .extracting(opinion -> opinion.path("seat").asInt())
                    .containsExactly(1, 2, 3);
            line.path("opinions")
                    .forEach(opinion -> answers.add(opinion.path("answer").asText()));
        }
        assertThat(answers).containsAnyOf("yes", "no", "small", "large", "left", "right", "none", "one", "two");
    }

    @Test
    void shouldSayThatLaterSeedsAreForEvaluation() {
        assertThat(phantoms("--help").out()).contains("Seeds from 4000 up are kept for evaluation");
    }

    @Test
    void shouldRefuseWhatItCannotDo() throws IOException {
        Files.createFile(directory.resolve("something"));
        String taken = directory.toString();
        String free = directory.resolve("free").toString();

        Shell.Result full = phantoms("rad", "--count", "4", "--seed", "7", "--out", taken);
        assertThat(full.exitCode()).isEqualTo(2);
        assertThat(full.err()).contains(taken + " is not empty");
        assertThat(phantoms("rad", "--count", "0", "--seed", "7", "--out", free).err())
                .contains("--count 0");
        assertThat(phantoms("xray", "--count", "1", "--seed", "7", "--out", free)
                        .err())
                .contains("xray");
        Shell.Result nobody =
                phantoms("rad", "--count", "1", "--seed", "7", "--out", free, "--specialist", free, "--seats", "0");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("seats: 0");
        assertThat(Path.of(free)).doesNotExist();
    }

    private List<JsonNode> withOpinions(String name) throws IOException {
        Path out = directory.resolve(name);
        String specialist = Home.find().models().resolve("specialist").toString();
        Shell.Result result =
                phantoms("rad", "--count", "4", "--seed", "7", "--out", out.toString(), "--specialist", specialist);
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("cases.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Shell.Result phantoms(String... arguments) {
        List<String> all = new ArrayList<>(List.of("phantoms"));
        all.addAll(List.of(arguments));
        return Shell.run(all.toArray(String[]::new));
    }
}
