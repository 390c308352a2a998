package io.consilium.s3;

/** The system properties in which AWS's clients look for endpoint, region and credentials. */
final class AwsProperties {
    private AwsProperties() {}

    static void set(String endpoint, String key, String secret) {
        System.setProperty("aws.endpointUrlS3", endpoint);
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", key);
        System.setProperty("aws.secretAccessKey", secret);
    }

    static void clear() {
        System.clearProperty("aws.endpointUrlS3");
        System.clearProperty("aws.region");
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
