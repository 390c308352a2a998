package io.consilium.intake;

import static io.consilium.intake.IntakeStory.goodCase;
import static io.consilium.intake.IntakeStory.inline;
import static io.consilium.journey.SyntheticCases.T0;
import static io.consilium.journey.SyntheticCases.cancel;
import static io.consilium.journey.SyntheticCases.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Case;
import io.consilium.record.DeadLetter;
import io.consilium.record.Image;
import io.consilium.record.RecordHeader;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Source;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTest {
    @TempDir
    private Path imageRoot;

    private IntakeStory story;

    @BeforeEach
    void open() {
        story = new IntakeStory(imageRoot);
    }

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldStoreThePicturesOfAGoodCaseAndPassItOnByItsId() {
        story.published(goodCase("c1").build());

        var accepted = story.accepted();
        assertThat(accepted).hasSize(1);
        assertThat(accepted.get(0).key).isEqualTo("c1");
        Case theCase = (Case) accepted.get(0).value;
        assertThat(theCase.getContentHash()).hasSize(32);
        Image image = theCase.getImages().get(0);
        assertThat(image.getContent()).isEmpty();
        assertThat(image.getMediaType()).isEqualTo("image/png");
        assertThat(image.getWidth()).isEqualTo(32);
        assertThat(image.getHeight()).isEqualTo(24);
        assertThat(story.images().get("subject-1", image.getAddress().orElseThrow(), "c1"))
                .isEqualTo(SyntheticPictures.png(32, 24));
        assertThat(story.deadLetters()).isEmpty();
    }

    @Test
    void shouldDeriveTheSameIdForTheSameMessageOfASource() {
        story.published(goodCase("").build()).published(goodCase("").build());

        var accepted = story.accepted();
        assertThat(accepted.get(0).key).isNotEmpty().isEqualTo(accepted.get(1).key);
        assertThat(((Case) accepted.get(0).value).getContentHash())
                .isEqualTo(((Case) accepted.get(1).value).getContentHash());
    }

    @Test
    void shouldTakeARecordWithoutAKeyByTheCaseIdInIt() {
        story.bytesPublished(null, story.bytesOf(goodCase("c1").build()));

        assertThat(story.accepted().get(0).key).isEqualTo("c1");
    }

    @Test
    void shouldKeepPromptTokensAndControlCharactersAsTheTextTheyAre() {
        String question = "<|im_end|><|image_pad|>\u0000\u0007 what is this?";
        story.published(goodCase("c1").setQuestion(question).build());

        assertThat(((Case) story.accepted().get(0).value).getQuestion()).isEqualTo(question);
    }

    @Test
    void shouldTakeGreyAlphaWideAndJpegPictures() {
        story.published(goodCase("c1")
                .setImages(List.of(
                        inline(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_BYTE_GRAY, "png")),
                        inline(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_USHORT_GRAY, "png")),
                        inline(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_INT_ARGB, "png")),
                        inline(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_BYTE_INDEXED, "png")),
                        inline(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_INT_RGB, "jpeg"))))
                .build());

        assertThat(((Case) story.accepted().get(0).value).getImages())
                .hasSize(5)
                .last()
                .extracting(Image::getMediaType)
                .isEqualTo("image/jpeg");
    }

    @Test
    void shouldTakeAPictureByReference() {
        String address = story.images().put("subject-1", SyntheticPictures.png(20, 20));
        story.published(goodCase("c1").setImages(List.of(reference(address))).build());

        assertThat(((Case) story.accepted().get(0).value).getImages().get(0).getAddress())
                .contains(address);
    }

    @Test
    void shouldLeaveItToTheJourneyToCloseASupersededCase() {
        story.published(goodCase("c2").setSupersedes("c1").build());

        var accepted = story.accepted();
        assertThat(accepted).extracting(record -> record.key).containsExactly("c2");
    }

    @Test
    void shouldPassACancelOnByItsCase() {
        story.published(cancel("c1", "demo"));

        assertThat(story.accepted()).extracting(record -> record.key).containsExactly("c1");
    }

    static Stream<Arguments> badCases() {
        byte[] png = SyntheticPictures.png(32, 24);
        return Stream.of(
                bad("NO_QUESTION", goodCase("c1").setQuestion("  ")),
                bad("TEXT_TOO_LONG", goodCase("c1").setQuestion("x".repeat(100_000))),
                bad("OPTION_COUNT", goodCase("c1").setOptions(List.of("yes"))),
                bad("OPTIONS_NOT_DISTINCT", goodCase("c1").setOptions(List.of("yes", "yes"))),
                bad("OPTIONS_NOT_DISTINCT", goodCase("c1").setOptions(List.of("Yes", "yes", "no"))),
                bad("BLANK_OPTION", goodCase("c1").setOptions(List.of("yes", " "))),
                bad("NO_SUBJECT", goodCase("c1").setSubject("")),
                bad("BAD_CASE_ID", goodCase("case one")),
                bad("NO_ID", goodCase("").setSource(new Source("demo", ""))),
                bad("SUPERSEDES_ITSELF", goodCase("c1").setSupersedes("c1")),
                bad("WANTED_TOO_EARLY", goodCase("c1").setWantedBy(T0.minusSeconds(1))),
                bad("NO_IMAGE", goodCase("c1").setImages(List.of())),
                bad(
                        "NO_PICTURE",
                        goodCase("c1").setImages(List.of(Image.newBuilder().build()))),
                bad("BAD_PICTURE", picture(new byte[0])),
                bad("BAD_PICTURE", picture("no picture at all".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                bad("BAD_PICTURE", picture(Arrays.copyOf(png, png.length / 2))),
                bad("BAD_PICTURE", picture(SyntheticPictures.encoded(16, 16, BufferedImage.TYPE_INT_RGB, "gif"))),
                bad("BAD_PICTURE", picture(SyntheticPictures.animatedPng())),
                bad("BAD_PICTURE", picture(SyntheticPictures.png(1, 1))),
                bad("BAD_PICTURE", picture(SyntheticPictures.pngThatClaims(10_000, 10_000))),
                bad("BAD_PICTURE", picture(SyntheticPictures.pngThatClaims(8_000, 8_000))),
                bad("BAD_PICTURE", picture(new byte[5_000_001])),
                bad(
                        "PICTURE_HASH",
                        goodCase("c1")
                                .setImages(List.of(Image.newBuilder(inline(png))
                                        .setSha256("00")
                                        .build()))),
                bad("PICTURE_MISSING", goodCase("c1").setImages(List.of(reference(missingOfSubject1())))),
                bad("PICTURE_BAD_ADDRESS", goodCase("c1").setImages(List.of(reference("../../etc/passwd")))));
    }

    @ParameterizedTest(name = "{0} ({index})")
    @MethodSource("badCases")
    void shouldRefuseABadCaseWithItsReasonAndTakeTheNextGoodOne(String code, Case bad) {
        story.published(bad).published(goodCase("next").build());

        List<DeadLetter> letters = story.deadLetters();
        assertThat(letters).extracting(DeadLetter::getCode).containsExactly(code);
        assertThat(letters.get(0).getValue()).isPresent();
        assertThat(letters.get(0).getAt().getTopic()).isEqualTo("cases");
        assertThat(letters.get(0).getHeaders())
                .extracting(RecordHeader::getName)
                .contains("sent-by");
        List<Reply> replies = story.replies();
        assertThat(replies).extracting(Reply::getKind).containsExactly(ReplyKind.REJECTED);
        assertThat(replies.get(0).getCode()).contains(code);
        assertThat(replies.get(0).getReason().orElseThrow()).isNotBlank();
        assertThat(story.accepted()).extracting(record -> record.key).containsExactly("next");
    }

    @Test
    void shouldDeadLetterTheCaseOfASourceThatIsNotRegisteredAndReplyToNobody() {
        story.published(goodCase("c1").setSource(new Source("stranger", "1")).build());

        assertThat(story.deadLetters()).extracting(DeadLetter::getCode).containsExactly("UNKNOWN_SOURCE");
        assertThat(story.replies()).isEmpty();
    }

    @Test
    void shouldDeadLetterBytesThatCannotBeDecodedWithTheBytes() {
        byte[] unknownSchema = {0, 0, 0, 99, 99, 1, 2};
        story.bytesPublished("k", new byte[] {1, 2, 3})
                .bytesPublished("k", unknownSchema)
                .bytesPublished("k", null)
                .bytesPublished("k", story.bytesOf(outcome("c1")))
                .published(goodCase("next").build());

        List<DeadLetter> letters = story.deadLetters();
        assertThat(letters)
                .extracting(DeadLetter::getCode)
                .containsExactly("UNKNOWN_MAGIC_BYTE", "UNKNOWN_SCHEMA", "EMPTY_RECORD", "WRONG_RECORD");
        assertThat(letters.get(1).getValue().orElseThrow().array()).isEqualTo(unknownSchema);
        assertThat(letters.get(3).getReason()).isEqualTo("Topic cases takes Case or Cancel, not Outcome.");
        assertThat(story.accepted()).hasSize(1);
    }

    private static Arguments bad(String code, Case.Builder bad) {
        return Arguments.of(code, bad.build());
    }

    private static Case.Builder picture(byte[] encoded) {
        return goodCase("c1").setImages(List.of(inline(encoded)));
    }

    private static Image reference(String address) {
        return Image.newBuilder().setAddress(address).build();
    }

    /** Has the form of an address and the right subject, and nothing lies there. */
    private static String missingOfSubject1() {
        var elsewhere = new io.consilium.image.FileImageStore(
                Path.of("target/elsewhere"),
                "a key of the image store".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return elsewhere.put("subject-1", SyntheticPictures.png(9, 9));
    }
}
