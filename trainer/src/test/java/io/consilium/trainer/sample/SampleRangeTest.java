package io.consilium.trainer.sample;

import static io.consilium.trainer.sample.SyntheticRecords.sample;
import static io.consilium.trainer.sample.SyntheticRecords.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.SampleSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRangeTest {
    private static final OffsetRange RANGE = OffsetRange.parse("0:0-9");

    @TempDir
    Path directory;

    private final ImageStore none = new FileImageStore(Path.of("nowhere"), new byte[32]);

    private static SampleRange range(io.consilium.record.Sample.Builder... records) {
        return SampleRange.of(
                RANGE,
                List.of(records).stream()
                        .map(io.consilium.record.Sample.Builder::build)
                        .toList());
    }

    @Test
    void shouldGiveEveryFieldThatARunNeeds() {
        Sample given = range(sample("c1", 1, "right").setSplit(SampleSplit.VALIDATION))
                .samples(() -> none)
                .samples()
                .get(0);
        assertThat(given.id()).isEqualTo("c1");
        assertThat(given.subject()).isEqualTo("subject-1");
        assertThat(given.question()).isEqualTo("Which side?");
        assertThat(given.history()).isEqualTo("fell");
        assertThat(given.options()).containsExactly("left", "right");
        assertThat(given.opinions()).isEqualTo(Map.of(1, "left"));
        assertThat(given.seats()).isEqualTo(2);
        assertThat(given.answer()).isEqualTo("right");
        assertThat(given.department()).contains("Radiologist");
        assertThat(given.reasoning()).isEmpty();
        assertThat(given.split()).contains(SampleSplit.VALIDATION);
        assertThat(given.difficulty()).contains(Difficulty.HARD);
    }

    @Test
    void shouldKeepTheWholeRecordInTheLine() {
        assertThat(range(sample("c1", 2, "left").setContradicts("right"))
                        .lines()
                        .get(0))
                .contains(
                        "\"revision\":2",
                        "\"right_share\":0.5",
                        "\"seen_by\":\"Surgeon\"",
                        "\"verdict\":\"left\"",
                        "\"verdict_reasoning\":\"weighed\"",
                        "\"contradicts\":\"right\"",
                        "\"note\":\"seen again\"",
                        "\"model_version\":\"a1\"",
                        "\"policy\":\"policy-1\"");
    }

    @Test
    void shouldTakeTheLastRevisionOfACaseAndListTheCorrection() {
        SampleRange range = range(
                sample("c1", 1, "left"),
                sample("c2", 1, "left"),
                sample("c1", 2, "right").setContradicts("left"));
        assertThat(range.samples(() -> none).samples())
                .extracting(Sample::id, Sample::answer)
                .containsExactly(tuple("c2", "left"), tuple("c1", "right"));
        assertThat(range.corrections()).singleElement().asString().contains("case c1, revision 2", "revision 1");
    }

    @Test
    void shouldListACorrectionWhoseFirstSampleLiesBeforeTheRange() {
        assertThat(range(sample("c1", 4, "right").setContradicts("left")).corrections())
                .singleElement()
                .asString()
                .contains("runs on revision 3");
    }

    @Test
    void shouldLeaveOutWhatWasWithdrawnAndListIt() {
        SampleRange range = range(
                sample("c1", 1, "left"),
                sample("c2", 1, "left"),
                sample("c1", 2, "left").setWithdrawn("superseded by another case"));
        assertThat(range.samples(() -> none).samples()).extracting(Sample::id).containsExactly("c2");
        assertThat(range.corrections()).singleElement().asString().contains("case c1", "superseded by another case");
    }

    @Test
    void shouldBeTheSameAsAFileOfItsLines() throws IOException {
        ImageStore store = new FileImageStore(directory.resolve("images"), new byte[32]);
        String address = store.put("subject-1", new byte[] {1, 2});
        SampleRange range =
                range(sample("c1", 1, "left").setImages(List.of(stored(address))), sample("c2", 1, "right"));
        Path file = Files.write(directory.resolve("samples.jsonl"), range.lines());
        Supplier<ImageStore> given = () -> store;
        assertThat(SampleFile.read(file, given)).isEqualTo(range.samples(given));
    }

    @Test
    void shouldNameTheCaseWhosePictureIsGone() {
        ImageStore store = new FileImageStore(directory.resolve("images"), new byte[32]);
        String address = store.put("subject-1", new byte[] {1, 2});
        SampleRange range = range(sample("c1", 1, "left").setImages(List.of(stored(address))));
        String before = range.samples(() -> store).hash();
        store.erase("subject-1");
        assertThat(before).isNotEmpty();
        assertThatThrownBy(() -> range.samples(() -> store))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "0:0-9", "case c1: picture " + address + " is not in the image store", "restore");
    }

    @Test
    void shouldRefuseARangeInWhichNothingIsLeft() {
        assertThatThrownBy(() -> range(sample("c1", 1, "left").setWithdrawn("superseded by another case"))
                        .samples(() -> none))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it holds no sample");
    }
}
