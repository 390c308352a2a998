package io.consilium.model.doctor;

import io.consilium.image.PictureException;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.PromptException;
import io.consilium.problem.TransientException;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Says which failures of a request are answers, and of what kind; the rest are defects. */
final class Failures {
    private Failures() {}

    /** The answer that says what went wrong with the request; throws what is no answer. */
    static Answer answerOrDefect(Delivery delivery, Throwable problem, Instant startedAt, Instant now) {
        Throwable cause = cause(problem);
        return kind(cause)
                .map(kind -> delivery.failed(kind, message(cause), startedAt, now))
                .orElseThrow(() -> defect(cause));
    }

    private static RuntimeException defect(Throwable cause) {
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    static Throwable cause(Throwable problem) {
        Throwable cause = problem;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static Answer late(Delivery delivery, Instant now) {
        return delivery.failed(
                FailureKind.TIMED_OUT,
                "The request came to the doctor after its deadline; there are too few workers, or one hung.",
                now);
    }

    private static Optional<FailureKind> kind(Throwable cause) {
        if (cause instanceof RemoteException remote) {
            return Optional.of(remote.kind());
        }
        if (cause instanceof ModelGoneException || cause instanceof CheckpointException) {
            return Optional.of(FailureKind.MODEL_GONE);
        }
        if (cause instanceof PictureException) {
            return Optional.of(FailureKind.BAD_PICTURE);
        }
        if (cause instanceof PromptException) {
            return Optional.of(FailureKind.BAD_PROMPT);
        }
        if (cause instanceof TimeoutException) {
            return Optional.of(FailureKind.TIMED_OUT);
        }
        return cause instanceof TransientException ? Optional.of(FailureKind.UNAVAILABLE) : Optional.empty();
    }

    private static String message(Throwable cause) {
        return cause instanceof TimeoutException
                ? "The deadline came before the reply was finished."
                : String.valueOf(cause.getMessage());
    }
}
