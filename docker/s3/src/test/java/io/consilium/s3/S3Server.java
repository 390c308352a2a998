package io.consilium.s3;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;

/** An S3 server in this JVM that keeps its objects in memory; AWS's properties lead to it until it is closed. */
final class S3Server implements AutoCloseable {
    static final S3Location LOCATION = new S3Location("consilium-test", "pictures/");

    private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
    private final S3Proxy proxy;

    private S3Server() {
        proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "tester", "the tester's secret")
                .blobStore(objects)
                .build();
    }

    static S3Server start() throws Exception {
        S3Server server = new S3Server();
        server.proxy.start();
        server.objects.createContainer(
                CreateBucketRequest.builder().bucket(LOCATION.bucket()).build());
        AwsProperties.set("http://127.0.0.1:" + server.proxy.getPort(), "tester", "the tester's secret");
        return server;
    }

    void keepVersions() {
        objects.putBucketVersioning(PutBucketVersioningRequest.builder()
                .bucket(LOCATION.bucket())
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED))
                .build());
    }

    /** Of all objects, with the markers of deleted ones. */
    int versions() {
        ListObjectVersionsResponse all = objects.listVersions(
                ListObjectVersionsRequest.builder().bucket(LOCATION.bucket()).build());
        return all.versions().size() + all.deleteMarkers().size();
    }

    void stop() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        }
    }

    @Override
    public void close() {
        AwsProperties.clear();
        stop();
    }
}
