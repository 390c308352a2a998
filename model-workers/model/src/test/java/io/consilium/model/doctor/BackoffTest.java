package io.consilium.model.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Throwable ANY = new IOException();

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1));

    @Test
    void shouldDoubleUpToItsLimitAndSpreadByAQuarter() {
        for (int round = 0; round < 100; round++) {
            assertThat(backoff.after(1, ANY)).isBetween(Duration.ofMillis(100), Duration.ofMillis(125));
            assertThat(backoff.after(3, ANY)).isBetween(Duration.ofMillis(400), Duration.ofMillis(500));
            assertThat(backoff.after(50, ANY)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
        }
    }

    @Test
    void shouldWaitAtLeastAsLongAsAsked() {
        assertThat(backoff.after(1, RemoteException.passing("", Optional.of(Duration.ofSeconds(7)))))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.after(1, RemoteException.passing("", Optional.of(Duration.ofMillis(1)))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
}
