package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.SampleSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {
    private static final String PLAIN = "{\"case_id\": \"c1\", \"question\": \"Q?\", \"answer\": \"yes\"}";
    private static final String FULL = """
            {"case_id": "c1", "subject": "s1", "images": ["images/a.png", "images/b.png"], "question": "Q?", \
            "options": ["yes", "no"], "history": "cough", "answer": "yes", "department": "radiology", \
            "opinions": [{"seat": 3, "answer": "no"}, {"seat": 1, "answer": "yes"}, {"seat": 2}], \
            "reasoning": "round and bright", "style": "left alone"}""";

    @TempDir
    Path directory;

    @BeforeEach
    void paint() throws IOException {
        Files.createDirectories(directory.resolve("images"));
        Files.write(directory.resolve("images/a.png"), new byte[] {1, 2, 3});
        Files.write(directory.resolve("images/b.png"), new byte[] {4});
    }

    private SampleFile read(String... lines) {
        try {
            return SampleFile.read(Files.write(directory.resolve("samples.jsonl"), List.of(lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String... lines) {
        return assertThatThrownBy(() -> read(lines)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldReadEveryField() {
        Sample sample = read(FULL).samples().get(0);
        assertThat(sample.id()).isEqualTo("c1");
        assertThat(sample.subject()).isEqualTo("s1");
        assertThat(sample.pictures())
                .containsExactly(
                        new SamplePicture.InFile(directory.resolve("images/a.png")),
                        new SamplePicture.InFile(directory.resolve("images/b.png")));
        assertThat(sample.question()).isEqualTo("Q?");
        assertThat(sample.history()).isEqualTo("cough");
        assertThat(sample.options()).containsExactly("yes", "no");
        assertThat(sample.opinions()).containsExactly(Map.entry(1, "yes"), Map.entry(3, "no"));
        assertThat(sample.seats()).isEqualTo(3);
        assertThat(sample.answer()).isEqualTo("yes");
        assertThat(sample.department()).contains("radiology");
        assertThat(sample.reasoning()).contains("round and bright");
    }

    @Test
    void shouldDoWithoutWhatIsNotNeeded() {
        Sample sample = read(PLAIN, "", PLAIN.replace("}", ", \"department\": null, \"image\": \"images/a.png\"}"))
                .samples()
                .get(1);
        assertThat(sample.subject()).isEqualTo("c1");
        assertThat(sample.pictures()).containsExactly(new SamplePicture.InFile(directory.resolve("images/a.png")));
        assertThat(sample.history()).isEmpty();
        assertThat(sample.options()).isEmpty();
        assertThat(sample.opinions()).isEmpty();
        assertThat(sample.seats()).isZero();
        assertThat(sample.department()).isEmpty();
        assertThat(sample.reasoning()).isEmpty();
    }

    @Test
    void shouldTakeOpinionsAsTextsInTheOrderOfTheSeats() {
        Sample sample = read(PLAIN.replace("}", ", \"opinions\": [\"yes\", \"\", \"no\"]}"))
                .samples()
                .get(0);
        assertThat(sample.opinions()).containsExactly(Map.entry(1, "yes"), Map.entry(3, "no"));
        assertThat(sample.seats()).isEqualTo(3);
    }

    @Test
    void shouldNameEveryLineThatIsNoSample() {
        assertRefused(
                        PLAIN,
                        "{\"case_id\": \"c2\"",
                        "[]",
                        PLAIN.replace("Q?", " "),
                        "",
                        FULL.replace("\"answer\": \"yes\", \"department\"", "\"answer\": \"maybe\", \"department\""),
                        FULL.replace("b.png", "gone.png"))
                .hasMessageContainingAll(
                        "samples.jsonl cannot be used",
                        "line 2: it is no JSON object",
                        "line 3: \"answer\" is missing",
                        "line 4: \"question\" is missing",
                        "line 6: the answer 'maybe' is not one of the options [yes, no]",
                        "line 7: picture",
                        "gone.png cannot be read");
    }

    /** A text in place of a list would pass for no pictures, and for an open question. */
    @Test
    void shouldRefuseATextWhereAListIsNeeded() {
        assertRefused(
                        PLAIN.replace("}", ", \"images\": \"images/a.png\"}"),
                        PLAIN.replace("}", ", \"options\": \"yes\"}"),
                        PLAIN.replace("}", ", \"opinions\": {\"1\": \"yes\"}}"))
                .hasMessageContainingAll(
                        "line 1: \"images\" is no list",
                        "line 2: \"options\" is no list",
                        "line 3: \"opinions\" is no list");
    }

    @Test
    void shouldReadASplitAndRefuseOneThatIsNone() {
        assertThat(read(PLAIN.replace("}", ", \"split\": \"HELD_OUT\"}"))
                        .samples()
                        .get(0)
                        .split())
                .contains(SampleSplit.HELD_OUT);
        assertRefused(PLAIN.replace("}", ", \"split\": \"test\"}"))
                .hasMessageContaining("line 1: \"split\" is one of [TRAINING, VALIDATION, HELD_OUT], not test");
    }

    @Test
    void shouldReadPicturesOfTheImageStore() throws IOException {
        ImageStore store = new FileImageStore(directory.resolve("store"), new byte[32]);
        String address = store.put("s1", new byte[] {9});
        Path file = Files.writeString(
                directory.resolve("stored.jsonl"),
                PLAIN.replace("}", ", \"subject\": \"s1\", \"images\": [{\"address\": \"" + address + "\"}]}"));
        Sample sample = SampleFile.read(file, () -> store).samples().get(0);
        assertThat(sample.pictures().get(0).read()).containsExactly(9);
        assertThatThrownBy(() -> SampleFile.read(file)).hasMessageContaining("image store, and none is named");

        store.erase("s1");
        assertThatThrownBy(() -> SampleFile.read(file, () -> store))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("line 1: case c1: picture " + address, "is not in the image store");
    }

    @Test
    void shouldRefuseTwoOpinionsOfOneSeat() {
        assertRefused(FULL.replace("\"seat\": 3", "\"seat\": 1"))
                .hasMessageContaining("line 1: two opinions are of seat 1");
    }

    @Test
    void shouldShowTheFirstTenProblems() {
        String[] lines = new String[14];
        Arrays.fill(lines, "{}");
        assertRefused(lines).hasMessageContaining("line 10:").hasMessageNotContaining("line 11:");
    }

    @Test
    void shouldRefuseAFileWithoutSamples() {
        assertRefused().hasMessageContaining("it holds no sample");
        assertRefused("", " ").hasMessageContaining("it holds no sample");
        assertThatThrownBy(() -> SampleFile.read(directory.resolve("none.jsonl")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("none.jsonl", "cannot be read");
    }

    @Test
    void shouldHashLinesAndPictures() throws IOException {
        String hash = read(FULL, PLAIN).hash();
        assertThat(read(FULL, PLAIN).hash()).isEqualTo(hash);
        assertThat(read(FULL, "", PLAIN).hash()).isEqualTo(hash);
        assertThat(read(PLAIN, FULL).hash()).isNotEqualTo(hash);
        assertThat(read(FULL.replace("left alone", "other"), PLAIN).hash()).isNotEqualTo(hash);
        Files.write(directory.resolve("images/b.png"), new byte[] {5});
        assertThat(read(FULL, PLAIN).hash()).isNotEqualTo(hash);
    }
}
