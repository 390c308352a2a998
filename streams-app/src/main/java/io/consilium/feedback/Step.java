package io.consilium.feedback;

import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;
import io.consilium.record.Sample;
import java.util.List;
import java.util.Optional;

/**
 * What an event leads to.
 *
 * @param file what is known of the case now
 * @param moved false when the event told nothing new
 * @param sample to be written, if any
 * @param refused outcomes that cannot count, newly found
 */
public record Step(FeedbackRecord file, boolean moved, Optional<Sample> sample, List<Refused> refused) {

    /** An outcome that cannot count, and why. */
    public record Refused(FiledOutcome outcome, String code, String reason) {}

    static Step unmoved(FeedbackRecord file) {
        return new Step(file, false, Optional.empty(), List.of());
    }

    static Step refusing(FeedbackRecord file, Refused refused) {
        return new Step(file, false, Optional.empty(), List.of(refused));
    }
}
