package io.consilium.model.doctor;

import io.consilium.record.FailureKind;
import java.time.Duration;
import java.util.Optional;

/** A remote model did not answer; says of what kind that is and whether asking again may help. Holds no reply text. */
final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final boolean passing;
    private final transient Optional<Duration> retryAfter;

    private RemoteException(FailureKind kind, boolean passing, Optional<Duration> retryAfter, String message) {
        super(message);
        this.kind = kind;
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    static RemoteException passing(FailureKind kind, String message) {
        return new RemoteException(kind, true, Optional.empty(), message);
    }

    static RemoteException passing(String message, Optional<Duration> retryAfter) {
        return new RemoteException(FailureKind.UNAVAILABLE, true, retryAfter, message);
    }

    static RemoteException lasting(FailureKind kind, String message) {
        return new RemoteException(kind, false, Optional.empty(), message);
    }

    FailureKind kind() {
        return kind;
    }

    /** Whether the same request may be answered later. */
    boolean passing() {
        return passing;
    }

    /** How long the server wants to be left alone. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
