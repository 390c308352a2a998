package io.consilium.model.doctor;

import static io.consilium.model.doctor.Requests.NOW;
import static io.consilium.model.doctor.Requests.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.department.DoctorSpec;
import io.consilium.image.ImageStore;
import io.consilium.image.PictureLimits;
import io.consilium.record.Answer;
import io.consilium.record.Failure;
import io.consilium.record.FailureKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A remote doctor before a server that misbehaves. */
class RemoteDoctorTest {
    private static final String KEY = "sk-very-secret";
    private static final int ATTEMPTS = 3;

    @TempDir
    Path directory;

    private StubServer server;
    private ImageStore images;
    private RemoteDoctor doctor;

    @BeforeEach
    void hire() {
        server = new StubServer();
        images = FakeImages.store(directory);
        doctor = doctor(server.url(), settings(100));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerWithWhatTheServerSaid() {
        Answer answer = doctor.answer(delivered(Requests.specialist())).join();

        assertThat(answer.getFailure()).isEmpty();
        assertThat(answer.getAnswer()).contains("yes");
        assertThat(answer.getReasoning()).isEqualTo("t");
        assertThat(answer.getModelName()).contains("med-7b");
        assertThat(answer.getModelVersion()).contains("med-7b-0101");
        assertThat(answer.getPromptTokens()).isEqualTo(50);
        assertThat(answer.getCompletionTokens()).isEqualTo(12);
        assertThat(server.authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void shouldSendPicturesThenText() {
        byte[] picture = FakeImages.png();
        String address = images.put("s-1", picture);

        doctor.answer(delivered(Requests.specialist().setImages(List.of(Requests.image(address)))))
                .join();

        JsonNode body = server.bodies.get(0);
        assertThat(body.path("model").asText()).isEqualTo("med-7b");
        assertThat(body.path("seed").asLong()).isEqualTo(7);
        assertThat(body.path("temperature").asDouble()).isEqualTo(1);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(300);
        assertThat(body.at("/messages/0/content").asText()).startsWith("You are a Radiologist.");
        assertThat(body.at("/messages/1/content/0/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(picture));
        assertThat(body.at("/messages/1/content/1/text").asText()).startsWith("Is there a nodule");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void shouldAskAgainWhatMayPass(int status) {
        server.thenStatus(status).thenStatus(status);

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getFailure())
                .isEmpty();
        assertThat(server.bodies).hasSize(ATTEMPTS);
    }

    @ParameterizedTest
    @CsvSource({
        "400,BAD_PROMPT",
        "413,BAD_PROMPT",
        "422,BAD_PROMPT",
        "401,UNAVAILABLE",
        "403,UNAVAILABLE",
        "404,MODEL_GONE",
        "302,UNAVAILABLE"
    })
    void shouldNotAskAgainWhatStays(int status, FailureKind kind) {
        server.thenStatus(status);

        assertThat(failure().getKind()).isEqualTo(kind);
        assertThat(server.bodies).hasSize(1);
    }

    @Test
    void shouldGiveUpAfterItsAttempts() {
        server.thenStatus(500).thenStatus(500).thenStatus(500);

        Failure failure = failure();

        assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("HTTP 500");
        assertThat(server.bodies).hasSize(ATTEMPTS);
    }

    @Test
    void shouldWaitAsLongAsTheServerAsks() {
        server.thenStatus(429, "Retry-After", "1");
        long before = System.nanoTime();

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getFailure())
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\": [{\"message\": {\"content\": \"<thi",
                "",
                "[]",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {}}]}",
                "{\"choices\": [{\"message\": {\"content\": null}}]}",
                "{\"error\": \"overloaded\"}",
            })
    void shouldAskAgainAfterAResponseThatIsNoReply(String body) {
        server.thenBody("application/json", body);

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getAnswer())
                .contains("yes");
        assertThat(server.bodies).hasSize(2);
    }

    @Test
    void shouldNotReadAnotherContentType() {
        server.thenBody("text/html", StubServer.REPLY);

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getAnswer())
                .contains("yes");
        assertThat(server.bodies).hasSize(2);
    }

    @Test
    void shouldNotReadAnEndlessResponse() {
        for (int i = 0; i < ATTEMPTS; i++) {
            server.thenBody("application/json", "\"" + "x".repeat(200_000) + "\"");
        }

        assertThat(failure().getKind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void shouldAskAgainAfterABrokenConnection() {
        server.thenBreak();

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getAnswer())
                .contains("yes");
    }

    @Test
    void shouldAskAgainWhenTheServerIsSlow() {
        server.thenNothing().thenStall();

        assertThat(doctor.answer(delivered(Requests.specialist())).join().getAnswer())
                .contains("yes");
        assertThat(server.bodies).hasSize(ATTEMPTS);
    }

    @Test
    void shouldSayThatTheServerIsTooSlow() {
        server.thenNothing().thenStall().thenNothing();

        assertThat(failure().getKind()).isEqualTo(FailureKind.TIMED_OUT);
    }

    @Test
    void shouldGiveUpAtTheDeadline() {
        server.thenStatus(429, "Retry-After", "60");

        assertThat(doctor.answer(delivered(Requests.specialist().setDeadline(NOW.plusMillis(300))))
                        .join()
                        .getFailure()
                        .orElseThrow()
                        .getKind())
                .isEqualTo(FailureKind.TIMED_OUT);
    }

    @Test
    void shouldNotAskPastTheDeadline() {
        assertThat(doctor.answer(delivered(Requests.specialist().setDeadline(NOW)))
                        .join()
                        .getFailure()
                        .orElseThrow()
                        .getKind())
                .isEqualTo(FailureKind.TIMED_OUT);
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void shouldLeaveAFailingServerAlone() {
        doctor = doctor(server.url(), settings(ATTEMPTS));
        server.thenStatus(500).thenStatus(500).thenStatus(500);
        failure();

        Failure failure = failure();

        assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("left alone");
        assertThat(server.bodies).hasSize(ATTEMPTS);
    }

    @Test
    void shouldSayThatNobodyListens() {
        server.close();

        assertThat(failure().getKind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void shouldNotServeAnotherModelThanThePinnedOne() {
        assertThat(doctor.answer(delivered(Requests.specialist().setModelVersion("med-1b")))
                        .join()
                        .getFailure()
                        .orElseThrow()
                        .getKind())
                .isEqualTo(FailureKind.MODEL_GONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500})
    void shouldNeitherShowTheKeyNorRepeatTheServer(int status) {
        server.thenStatus(status).thenStatus(status).thenStatus(status);

        assertThat(failure().getMessage()).doesNotContain(KEY).doesNotContain("secret-of-the-case");
        assertThat(new ApiKey("MED_KEY", KEY).toString()).doesNotContain(KEY);
    }

    private Failure failure() {
        return doctor.answer(delivered(Requests.specialist()))
                .join()
                .getFailure()
                .orElseThrow();
    }

    private RemoteDoctor doctor(URI url, RemoteSettings settings) {
        return new RemoteDoctor(
                new DoctorSpec.Remote("specialist", url, "med-7b", "MED_KEY", 300),
                new ApiKey("MED_KEY", KEY),
                new RemoteDoctor.Surroundings(
                        settings,
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        PromptBook.bundled(),
                        new CasePictures(images, PictureLimits.DEFAULT),
                        InstantSource.fixed(NOW),
                        new Random(1)));
    }

    private static RemoteSettings settings(int breakAfter) {
        return new RemoteSettings(
                ATTEMPTS,
                Duration.ofMillis(500),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                breakAfter,
                Duration.ofMinutes(1),
                100_000);
    }
}
