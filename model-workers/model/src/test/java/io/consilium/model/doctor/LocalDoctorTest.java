package io.consilium.model.doctor;

import static io.consilium.model.doctor.FakeCheckpoints.checkpoint;
import static io.consilium.model.doctor.Requests.NOW;
import static io.consilium.model.doctor.Requests.delivered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.department.DoctorSpec;
import io.consilium.image.ImageStore;
import io.consilium.image.PictureLimits;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.PromptException;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.weights.WeightsStore;
import io.consilium.record.Answer;
import io.consilium.record.Failure;
import io.consilium.record.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDoctorTest {
    @TempDir
    Path root;

    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private ImageStore images;
    private LocalDoctor doctor;

    @BeforeEach
    void hire() throws IOException {
        checkpoint(root.resolve("models/generalist"), "v1");
        images = FakeImages.store(root.resolve("images"));
        doctor = new LocalDoctor(
                new DoctorSpec.Local("specialist", "generalist", 70),
                new ModelShelf(root.resolve("models"), WeightsStore.EMPTY, checkpoints),
                PromptBook.bundled(),
                new CasePictures(images, PictureLimits.DEFAULT),
                InstantSource.fixed(NOW));
    }

    @Test
    void shouldAnswerWithEverythingAnAuditorAsksOfIt() {
        Answer answer = doctor.answer(delivered(Requests.specialist())).join();

        assertThat(answer.getFailure()).isEmpty();
        assertThat(answer.getRequestId()).isEqualTo("r-1");
        assertThat(answer.getDoctor()).isEqualTo("specialist");
        assertThat(answer.getSeat()).isEqualTo(2);
        assertThat(answer.getModelName()).contains("generalist");
        assertThat(answer.getModelVersion()).contains("v1");
        assertThat(answer.getPromptTemplate().orElseThrow()).startsWith("specialist/1@");
        assertThat(answer.getPromptHash().orElseThrow()).hasSize(64);
        assertThat(answer.getRawText()).isEqualTo("<think>t</think><answer>yes</answer>");
        assertThat(answer.getReasoning()).isEqualTo("t");
        assertThat(answer.getAnswer()).contains("yes");
        assertThat(answer.getFormatOk()).isTrue();
        assertThat(answer.getPromptTokens()).isEqualTo(40);
        assertThat(answer.getCompletionTokens()).isEqualTo(3);
        assertThat(answer.getWorker()).isEqualTo("worker-1");
        assertThat(checkpoints.samplings).containsExactly(Sampling.temperature(70, 1, 7));
    }

    @Test
    void shouldKeepTheRawTextOfAReplyWithoutFormat() {
        checkpoints.reply = () -> CompletableFuture.completedFuture(FakeCheckpoints.says("yes"));

        Answer answer = doctor.answer(delivered(Requests.specialist())).join();

        assertThat(answer.getFailure()).isEmpty();
        assertThat(answer.getRawText()).isEqualTo("yes");
        assertThat(answer.getAnswer()).isEmpty();
        assertThat(answer.getFormatOk()).isFalse();
    }

    @Test
    void shouldShowThePicturesBeforeTheText() {
        String address = images.put("s-1", FakeImages.png());

        doctor.answer(delivered(Requests.specialist().setImages(List.of(Requests.image(address)))))
                .join();

        assertThat(checkpoints.prompts.get(0).messages().get(1).parts())
                .hasExactlyElementsOfTypes(ChatPrompt.Part.Image.class, ChatPrompt.Part.Text.class);
    }

    @Test
    void shouldNotRunTheModelPastTheDeadline() {
        assertThat(failure(delivered(Requests.specialist().setDeadline(NOW))).getKind())
                .isEqualTo(FailureKind.TIMED_OUT);
        assertThat(checkpoints.prompts).isEmpty();
    }

    @Test
    void shouldGiveUpAtTheDeadline() {
        CompletableFuture<Completion> never = new CompletableFuture<>();
        checkpoints.reply = () -> never;

        assertThat(failure(delivered(Requests.specialist().setDeadline(NOW.plusMillis(20))))
                        .getKind())
                .isEqualTo(FailureKind.TIMED_OUT);
        assertThat(never).isCancelled();
    }

    @Test
    void shouldFreeTheModelWhenTheAnswerIsNotWanted() {
        CompletableFuture<Completion> never = new CompletableFuture<>();
        checkpoints.reply = () -> never;

        doctor.answer(delivered(Requests.specialist())).cancel(false);

        assertThat(never).isCancelled();
    }

    @Test
    void shouldServeAPinnedVersionOrSayThatItIsGone() throws IOException {
        checkpoint(root.resolve("models/older"), "v0");

        assertThat(doctor.answer(delivered(Requests.specialist().setModelVersion("v0")))
                        .join()
                        .getModelVersion())
                .contains("v0");
        Failure failure = failure(delivered(Requests.specialist().setModelVersion("v9")));
        assertThat(failure.getKind()).isEqualTo(FailureKind.MODEL_GONE);
        assertThat(failure.getMessage()).contains("v9");
    }

    @Test
    void shouldSayWhichPictureIsBad() {
        String good = images.put("s-1", FakeImages.png());
        String bad = images.put("s-1", new byte[] {1, 2, 3});
        String strange = images.put("s-2", FakeImages.png());

        assertThat(pictureFailure(good, bad)).startsWith("Picture 2: ");
        assertThat(pictureFailure(strange)).contains("Picture 1", "not of this case's subject");
        images.erase("s-1");
        assertThat(pictureFailure(good)).contains("not in the image store");
    }

    @Test
    void shouldSayThatAPromptCannotBeTaken() {
        checkpoints.reply = () -> CompletableFuture.failedFuture(new PromptException("The prompt is too long."));

        Failure failure = failure(delivered(Requests.specialist()));

        assertThat(failure.getKind()).isEqualTo(FailureKind.BAD_PROMPT);
        assertThat(failure.getMessage()).isEqualTo("The prompt is too long.");
    }

    @Test
    void shouldNotPassADefectForAnAnswer() {
        checkpoints.reply = () -> CompletableFuture.failedFuture(new IllegalStateException("generator stopped"));

        assertThatThrownBy(() -> doctor.answer(delivered(Requests.specialist())).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("generator stopped");
    }

    private String pictureFailure(String... addresses) {
        Failure failure = failure(delivered(Requests.specialist()
                .setImages(List.of(addresses).stream().map(Requests::image).toList())));
        assertThat(failure.getKind()).isEqualTo(FailureKind.BAD_PICTURE);
        return failure.getMessage();
    }

    private Failure failure(Delivery delivery) {
        return doctor.answer(delivery).join().getFailure().orElseThrow();
    }
}
