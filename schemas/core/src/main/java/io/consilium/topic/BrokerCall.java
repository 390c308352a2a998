package io.consilium.topic;

import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;

/** Asks a broker something and waits for what it says. */
public final class BrokerCall {
    /** What is asked. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private BrokerCall() {}

    /**
     * @throws FatalException when this principal may not ask it, or the broker knows no rules at all
     * @throws TransientException when the broker refuses for another reason, or does not answer
     */
    public static <T> T get(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw refused(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the broker was asked", e);
        }
    }

    private static RuntimeException refused(Throwable cause) {
        if (cause instanceof SecurityDisabledException) {
            return new FatalException(
                    "the broker has no authorizer, so it takes no access rules: set authorizer.class.name", cause);
        }
        if (cause instanceof AuthorizationException) {
            return new FatalException(
                    "the broker does not let this principal do that (" + cause.getMessage()
                            + "): see --kafka, or have the rules applied with 'consilium topics apply --acls'",
                    cause);
        }
        return new TransientException("the broker refused: " + cause.getMessage(), cause);
    }
}
