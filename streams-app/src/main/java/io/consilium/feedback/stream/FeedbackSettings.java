package io.consilium.feedback.stream;

import io.consilium.department.Departments;
import java.time.Duration;

/**
 * @param keep how long what is known of a case stays in the store after the last news of it: so long can its outcome
 *     come, or be corrected
 * @param awaitCase how long outcomes stay whose case has not come
 * @param tick how often the store is looked at for what is to leave
 */
public record FeedbackSettings(Departments departments, Duration keep, Duration awaitCase, Duration tick) {

    public static FeedbackSettings of(Departments departments) {
        return new FeedbackSettings(departments, Duration.ofDays(180), Duration.ofDays(7), Duration.ofSeconds(1));
    }
}
