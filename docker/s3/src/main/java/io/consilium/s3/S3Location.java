package io.consilium.s3;

import io.consilium.problem.ConfigurationException;
import java.net.URI;
import java.util.List;

/**
 * A bucket, and what the names of our objects in it begin with.
 *
 * @param prefix empty, or ends with a slash
 */
public record S3Location(String bucket, String prefix) {
    public static final String SCHEME = "s3";

    /** @throws ConfigurationException when it is not written as {@code s3://BUCKET/PREFIX} */
    public static S3Location of(URI uri) {
        boolean whole = SCHEME.equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() < 0
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
        if (!whole) {
            throw new ConfigurationException(
                    "The S3 location cannot be used",
                    List.of(uri
                            + " is not s3://BUCKET or s3://BUCKET/PREFIX; endpoint, region and credentials come from"
                            + " AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
        }
        String path = uri.getPath().replaceAll("^/+|/+$", "");
        return new S3Location(uri.getHost(), path.isEmpty() ? "" : path + "/");
    }

    @Override
    public String toString() {
        return SCHEME + "://" + bucket + "/" + prefix;
    }
}
