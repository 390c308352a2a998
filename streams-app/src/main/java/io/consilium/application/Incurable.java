package io.consilium.application;

import io.consilium.problem.FatalException;
import io.consilium.problem.Scrubbed;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.streams.errors.StreamsException;

/** Tells the failures of a stream thread that come again however often it is replaced, and what to do about them. */
final class Incurable {
    /** Kafka Streams has no type of its own for it. */
    private static final String OTHER_PARTITIONS = "has invalid partitions";

    private Incurable() {}

    /** Empty when the thread may be replaced. */
    static Optional<FatalException> of(String application, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> remedy = remedy(cause);
            if (remedy.isPresent()) {
                return Optional.of(
                        new FatalException(application + ": " + Scrubbed.words(cause) + "; " + remedy.get(), failure));
            }
            if (cause instanceof FatalException fatal) {
                return Optional.of(fatal);
            }
        }
        return failure instanceof Error
                ? Optional.of(new FatalException(application + ": " + Scrubbed.words(failure), failure))
                : Optional.empty();
    }

    private static Optional<String> remedy(Throwable cause) {
        if (cause instanceof InvalidSessionTimeoutException) {
            return Optional.of("raise --session-timeout, or lower the brokers' group.min.session.timeout.ms");
        }
        if (cause instanceof AuthenticationException) {
            return Optional.of("check user, password and certificates that --kafka names");
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of("grant it with 'consilium topics apply --acls'");
        }
        boolean partitions = cause instanceof StreamsException
                && String.valueOf(cause.getMessage()).contains(OTHER_PARTITIONS);
        return partitions
                ? Optional.of("the partitions of a topic that it reads were changed while its stores hold cases, which"
                        + " would not find their state again: make the topics anew on another cluster")
                : Optional.empty();
    }
}
