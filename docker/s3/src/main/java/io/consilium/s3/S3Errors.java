package io.consilium.s3;

import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which refusals of an S3 server pass by themselves, and what to do about those that do not. */
final class S3Errors {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Credentials that run out are renewed by whoever lent them; the next call gets the new ones. */
    private static final Set<String> PASSING = Set.of("ExpiredToken", "RequestTimeout", "SlowDown");

    private static final Map<String, String> CURES = Map.of(
            "NoSuchBucket", "make the bucket, or name another one",
            "InvalidAccessKeyId", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY does not fit AWS_ACCESS_KEY_ID",
            "AccessDenied", "allow these credentials to list, read, write and delete objects there",
            "RequestTimeTooSkewed", "set this host's clock",
            "PermanentRedirect", "set AWS_REGION to the bucket's region",
            "AuthorizationHeaderMalformed", "set AWS_REGION to the bucket's region");

    private S3Errors() {}

    /** @param what was tried, for the message */
    static RuntimeException explained(String what, SdkException error) {
        if (error instanceof S3Exception refusal) {
            return refused(what, refusal);
        }
        if (isOutage(error)) {
            return new TransientException(what + " failed, the server does not answer: " + error.getMessage(), error);
        }
        return new FatalException(what + " failed: " + error.getMessage(), error);
    }

    private static RuntimeException refused(String what, S3Exception refusal) {
        String code = refusal.awsErrorDetails() == null
                ? ""
                : String.valueOf(refusal.awsErrorDetails().errorCode());
        String message = what + " failed with HTTP " + refusal.statusCode() + " " + code;
        boolean passing = refusal.statusCode() >= SERVER_ERROR
                || refusal.statusCode() == TOO_MANY_REQUESTS
                || PASSING.contains(code);
        return passing
                ? new TransientException(message, refusal)
                : new FatalException(
                        message + ": " + CURES.getOrDefault(code, String.valueOf(refusal.getMessage())), refusal);
    }

    private static boolean isOutage(SdkException error) {
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException) {
            return true;
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
