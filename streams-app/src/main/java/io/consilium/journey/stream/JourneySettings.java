package io.consilium.journey.stream;

import io.consilium.department.Departments;
import java.time.Duration;

/**
 * @param keepClosed how long a closed journey stays in the store
 * @param tick how often deadlines are looked at
 */
public record JourneySettings(Departments departments, Duration keepClosed, Duration tick) {

    public static JourneySettings of(Departments departments) {
        return new JourneySettings(departments, Duration.ofDays(7), Duration.ofMillis(100));
    }
}
