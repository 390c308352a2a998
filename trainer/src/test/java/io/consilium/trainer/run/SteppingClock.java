package io.consilium.trainer.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
public final class SteppingClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
