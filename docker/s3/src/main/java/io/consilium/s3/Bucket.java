package io.consilium.s3;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Our objects in an S3 bucket: whole or not there. Endpoint, region and credentials are those of the AWS environment
 * (variables, system properties, profile, instance role). Safe for threads.
 *
 * <p>Every operation throws a {@link TransientException} when the server does not answer or is overloaded, and a
 * {@link FatalException} when it will refuse the next time too.
 */
public final class Bucket implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private static final int PAGE = 1_000;

    private final S3Location location;
    private final S3Client client;

    private Bucket(S3Location location, S3Client client) {
        this.location = location;
        this.client = client;
    }

    /**
     * @throws ConfigurationException when the bucket is missing, or the server refuses the credentials
     * @throws TransientException when the server cannot be reached
     */
    public static Bucket open(S3Location location) {
        try {
            Bucket bucket = new Bucket(location, client());
            bucket.call(
                    "",
                    () -> bucket.client.listObjectsV2(list -> list.bucket(location.bucket())
                            .prefix(location.prefix())
                            .maxKeys(1)));
            return bucket;
        } catch (FatalException e) {
            throw new ConfigurationException("The bucket of " + location + " cannot be used", List.of(e.getMessage()));
        } catch (SdkException e) {
            throw new ConfigurationException(
                    "The S3 client cannot be made",
                    List.of(e.getMessage() + " Set AWS_REGION (any, for a server of" + " your own)."));
        }
    }

    private static S3Client client() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_WITHIN)
                        .socketTimeout(ANSWER_WITHIN))
                // Every server knows the bucket as the path's first part; as a part of the host's name it needs DNS.
                .forcePathStyle(true)
                // Not every server knows the newer checksums; content is held against its own hash anyway.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    void put(String name, byte[] content) {
        call(
                name,
                () -> client.putObject(
                        put -> put.bucket(location.bucket()).key(key(name)), RequestBody.fromBytes(content)));
    }

    Optional<byte[]> get(String name) {
        return call(name, () -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                get -> get.bucket(location.bucket()).key(key(name)))
                        .asByteArrayUnsafe());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** A large file goes in parts: one request takes 5 GiB at most, and a part that fails is sent again alone. */
    void upload(String name, Path file) {
        call(name, () -> {
            new Upload(client, location.bucket(), key(name)).send(file);
            return name;
        });
    }

    /** @param file does not exist yet */
    void download(String name, Path file) {
        call(name, () -> client.getObject(get -> get.bucket(location.bucket()).key(key(name)), file));
    }

    /**
     * Removes what begins with a name, with all older versions where the bucket keeps such.
     *
     * @return how many objects there were
     */
    int erase(String beginning) {
        return erase(beginning, PAGE);
    }

    /** Deletes only when all pages are read: what the next page is must not depend on what is gone. */
    int erase(String beginning, int page) {
        return call(beginning, () -> {
            List<ListObjectVersionsResponse> pages = client
                    .listObjectVersionsPaginator(list -> list.bucket(location.bucket())
                            .prefix(key(beginning))
                            .maxKeys(page))
                    .stream()
                    .toList();
            pages.forEach(this::delete);
            return (int) pages.stream()
                    .flatMap(one -> one.versions().stream())
                    .filter(ObjectVersion::isLatest)
                    .count();
        });
    }

    private void delete(ListObjectVersionsResponse page) {
        page.versions().forEach(version -> delete(version.key(), version.versionId()));
        page.deleteMarkers().forEach(marker -> delete(marker.key(), marker.versionId()));
    }

    private void delete(String key, String version) {
        client.deleteObject(delete -> delete.bucket(location.bucket()).key(key).versionId(version));
    }

    private String key(String name) {
        return location.prefix() + name;
    }

    private <T> T call(String name, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Errors.explained(location + name, e);
        }
    }

    @Override
    public String toString() {
        return location.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
