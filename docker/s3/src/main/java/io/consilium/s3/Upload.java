package io.consilium.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A file on its way into a bucket, in parts that are there together at the end or not at all. */
final class Upload {
    /** A server takes 10,000 parts: files of up to 156 GiB. */
    private static final int PART = 16 << 20;

    private final S3Client client;
    private final String bucket;
    private final String key;

    Upload(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    void send(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] first = content.readNBytes(PART);
            if (first.length < PART) {
                client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(first));
            } else {
                send(first, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void send(byte[] first, InputStream rest) throws IOException {
        String id = client.createMultipartUpload(begin -> begin.bucket(bucket).key(key))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (byte[] part = first; part.length > 0; part = rest.readNBytes(PART)) {
                parts.add(send(part, id, parts.size() + 1));
            }
            client.completeMultipartUpload(
                    end -> end.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(parts)));
        } catch (IOException | RuntimeException e) {
            abandon(id, e);
            throw e;
        }
    }

    private CompletedPart send(byte[] content, String id, int number) {
        String tag = client.uploadPart(
                        part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** Parts that nobody completes cost room for ever. */
    private void abandon(String id, Exception why) {
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
