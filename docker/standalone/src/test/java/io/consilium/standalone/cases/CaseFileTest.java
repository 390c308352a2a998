package io.consilium.standalone.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.record.Case;
import io.consilium.record.Priority;
import io.consilium.serde.AvroTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFileTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void trust() {
        AvroTrust.ensure();
    }

    @Test
    void shouldReadAnObjectAnArrayAndLines() throws IOException {
        String one = "{\"case_id\": \"a\", \"question\": \"?\"}";
        assertThat(read(one).cases()).hasSize(1);
        assertThat(read("[" + one + "," + one + "]").cases()).hasSize(2);
        assertThat(read(one + "\n" + one + "\n").cases()).hasSize(2);
    }

    @Test
    void shouldTakePicturesByPathAndByDataUri() throws IOException {
        Files.write(directory.resolve("p.bin"), new byte[] {1, 2, 3});
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[] {4, 5});
        Case read = read("{\"images\": [\"p.bin\", \"" + uri + "\"], \"priority\": \"Urgent\"}")
                .cases()
                .get(0)
                .theCase();

        assertThat(read.getPriority()).isEqualTo(Priority.URGENT);
        assertThat(read.getImages())
                .extracting(image -> image.getContent().orElseThrow().remaining())
                .containsExactly(3, 2);
    }

    @Test
    void shouldNameTheCaseThatCannotBeReadAndKeepTheOthers() throws IOException {
        Files.write(directory.resolve("large.bin"), new byte[3_000_000]);
        CaseFile.Contents contents = read(String.join(
                "\n",
                "{\"priority\": \"soon\"}",
                "{\"wanted_by\": \"tomorrow\"}",
                "{\"images\": [\"gone.png\"]}",
                "{\"images\": [\"data:image/png;base64,***\"]}",
                "{\"images\": [\"large.bin\", \"large.bin\"]}",
                "17",
                "{\"case_id\": \"good\"}"));

        assertThat(contents.cases())
                .extracting(written -> written.theCase().getCaseId())
                .containsExactly("good");
        assertThat(contents.problems()).hasSize(6);
        assertThat(contents.problems().get(0)).endsWith("case 1: priority is neither routine nor urgent");
        assertThat(contents.problems().get(2)).contains("gone.png cannot be read");
        assertThat(contents.problems().get(4)).contains("the pictures together have 6000000 bytes");
    }

    @Test
    void shouldRefuseFieldsThatItDoesNotKnowOrCannotRead() throws IOException {
        CaseFile.Contents contents = read(String.join(
                "\n", "{\"prioriy\": \"urgent\"}", "{\"options\": \"yes,no\"}", "{\"images\": [\"a\\u0000.png\"]}"));

        assertThat(contents.problems().get(0)).contains("unknown field prioriy");
        assertThat(contents.problems().get(1)).contains("options is not a list");
        assertThat(contents.problems().get(2)).contains("cannot be a file's");
    }

    @Test
    void shouldSayWhereAFileIsNotJson() throws IOException {
        CaseFile.Contents contents = read("{\"case_id\": \"a\"}\n{broken\n{\"case_id\": \"b\"}");
        assertThat(contents.cases()).hasSize(2);
        assertThat(contents.problems().get(0)).contains("line 2 is not JSON");
        assertThatThrownBy(() -> read("{broken"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not JSON")
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> CaseFile.read(directory.resolve("nowhere"), CaseFile.Format.CONSILIUM, "cli"))
                .hasMessageContaining("cannot be read");
    }

    private CaseFile.Contents read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("cases.json"), text);
        return CaseFile.read(file, CaseFile.Format.CONSILIUM, "cli");
    }
}
