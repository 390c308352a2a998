package io.consilium.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {
    @AfterEach
    void forget() {
        AwsProperties.clear();
    }

    @Test
    void shouldSendALargeFileInParts(@TempDir Path directory) throws Exception {
        byte[] content = new byte[(33 << 20) + 7];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("large"), content);
        try (S3Server server = S3Server.start();
                Bucket bucket = Bucket.open(S3Server.LOCATION)) {
            bucket.upload("large", file);
            bucket.download("large", directory.resolve("copy"));
            assertThat(server.versions()).isEqualTo(1);
        }
        assertThat(directory.resolve("copy")).hasSameBinaryContentAs(file);
    }

    @Test
    void shouldSayThatTheBucketIsMissing() throws Exception {
        try (S3Server server = S3Server.start()) {
            assertThatThrownBy(() -> Bucket.open(new S3Location("no-such-bucket", "")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("s3://no-such-bucket/")
                    .hasMessageContaining("make the bucket");
            assertThat(server.versions()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"stranger, the tester's secret, AWS_ACCESS_KEY_ID", "tester, wrong, AWS_SECRET_ACCESS_KEY"})
    void shouldSayThatCredentialsAreWrong(String key, String secret, String cure) throws Exception {
        try (S3Server server = S3Server.start()) {
            AwsProperties.set(System.getProperty("aws.endpointUrlS3"), key, secret);
            assertThatThrownBy(() -> Bucket.open(S3Server.LOCATION))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(cure)
                    .hasMessageNotContaining(secret);
            assertThat(server.versions()).isZero();
        }
    }

    @Test
    void shouldBeTransientWhenTheServerIsGone() throws Exception {
        try (S3Server server = S3Server.start();
                Bucket bucket = Bucket.open(S3Server.LOCATION)) {
            bucket.put("one", new byte[1]);
            server.stop();
            assertThatThrownBy(() -> bucket.get("one"))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("s3://consilium-test/pictures/one");
        }
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown", "403, ExpiredToken"})
    void shouldBeTransientWhenTheServerMayAnswerLater(int status, String code) throws Exception {
        assertThatThrownBy(() -> askAServerThatSays(status, code)).isInstanceOf(TransientException.class);
    }

    @Test
    void shouldBeFatalWhenTheServerWillRefuseAgain() throws Exception {
        assertThatThrownBy(() -> askAServerThatSays(403, "AccessDenied"))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("allow these credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:/data", "s3:/bucket", "s3:bucket", "s3://key@bucket/x", "s3://bucket:9000/x", "s3://b/x?y"
            })
    void shouldNameALocationThatIsNone(String text) {
        assertThatThrownBy(() -> S3Location.of(URI.create(text)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("s3://BUCKET/PREFIX");
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket, s3://bucket/", "s3://bucket/, s3://bucket/", "s3://bucket/a/b/, s3://bucket/a/b/"})
    void shouldReadALocation(String text, String written) {
        assertThat(S3Location.of(URI.create(text))).hasToString(written);
    }

    private static void askAServerThatSays(int status, String code) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] list = "<ListBucketResult/>".getBytes(StandardCharsets.UTF_8);
        byte[] error = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            boolean listing = exchange.getRequestURI().getQuery() != null;
            byte[] body = listing ? list : error;
            exchange.sendResponseHeaders(listing ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        AwsProperties.set("http://127.0.0.1:" + server.getAddress().getPort(), "tester", "a secret");
        try (Bucket bucket = Bucket.open(S3Server.LOCATION)) {
            bucket.get("one");
        } finally {
            server.stop(0);
        }
    }
}
